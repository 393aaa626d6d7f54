package rung.probe.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    private static final String INSERT = "insert into sale values (:transaction, :store, :sku, :delta)";
    private static final String SECRET = "hushhush";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:oracle:thin:scott/hushhush@//pos:1521/svc",
                "jdbc:oracle:thin:scott/hushhush@pos:1521:sid",
                "jdbc:db2://pos:50000/SHOP:password=hushhush;user=u",
            })
    void noMessageHasAPasswordThatTheUrlHas(String url) {
        JdbcSettings settings = JdbcSettings.of(url, Map.of(), INSERT);
        Database database = new Database(settings);

        assertThat(settings.toString()).contains("pos:").doesNotContain(SECRET);
        assertThat(database.overdue()).contains("pos:").doesNotContain(SECRET);
        assertThat(database.reason(new SQLException("cannot log in with " + SECRET)))
                .contains("cannot log in with …")
                .doesNotContain(SECRET);
    }

    @Test
    void aSecretIsHiddenBeforeAMessageIsCut() {
        Database database = new Database(JdbcSettings.of("jdbc:db2://pos/SHOP", Map.of("password", SECRET), INSERT));

        assertThat(database.reason(new SQLException("x".repeat(194) + SECRET))).doesNotContain("hush");
    }

    @Test
    void aDriverThatIsKnownIsToldHowLongToWait() throws Exception {
        Refusing driver = new Refusing();
        DriverManager.registerDriver(driver);
        try {
            Database database = new Database(new JdbcSettings(
                    "jdbc:mysql://rung-test/shop",
                    Map.of("user", "till"),
                    INSERT,
                    Optional.empty(),
                    Duration.ofMillis(2500)));

            assertThatThrownBy(database::open).hasMessage("refused");
        } finally {
            DriverManager.deregisterDriver(driver);
        }

        assertThat(driver.told)
                .containsOnly(
                        Map.entry("user", "till"),
                        Map.entry("connectTimeout", "3000"),
                        Map.entry("socketTimeout", "3000"));
    }

    /** Keeps what it is told, and connects to nothing. */
    private static final class Refusing implements Driver {
        private final Properties told = new Properties();

        @Override
        public Connection connect(String url, Properties properties) throws SQLException {
            told.putAll(properties);
            throw new SQLException("refused");
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:mysql://rung-test/");
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }
}
