package rung.probe.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "jdbc:oracle:thin:scott/hushhush@//host:1521/svc jdbc:oracle://host:1521/svc",
                "jdbc:oracle:thin:scott/hushhush@host:1521:sid jdbc:oracle:host:1521:sid",
                "jdbc:db2://h:50000/DB:password=hushhush;user=u jdbc:db2://h:50000/DB…",
                "jdbc:teradata://h/USER=u,PASSWORD=hushhush jdbc:teradata://h…",
                "jdbc:sqlserver://h:1433;password=hushhush jdbc:sqlserver://h:1433…",
            })
    void aPasswordIsNotShownAndKnownAsSecretWhereverTheDriverHasIt(String url, String shown) {
        assertThat(JdbcUrl.shown(url)).isEqualTo(shown);
        assertThat(JdbcUrl.secrets(url)).contains("hushhush");
    }
}
