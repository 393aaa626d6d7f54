package rung.probe.stage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rung.core.measure.Fault;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.probe.stage.Look;
import rung.probe.stage.Stage;

/** A driver that does not come back from connecting, whatever its timeouts are. */
class HangingDriverTest {
    private static final StockKey JACKET = new StockKey("9901", "RUNG-0001");

    private final HangingDriver driver = new HangingDriver();

    @BeforeEach
    void register() throws SQLException {
        DriverManager.registerDriver(driver);
    }

    @AfterEach
    void deregister() throws SQLException {
        driver.end.countDown();
        DriverManager.deregisterDriver(driver);
    }

    @Test
    void noFifthLookIsBegunWhileFourLieBehind() throws Exception {
        JdbcSettings settings =
                JdbcSettings.of("jdbc:hanging:x", Map.of(), "select q from p where s = :store and k = :sku");
        JdbcSettings hasty = new JdbcSettings(
                settings.url(),
                settings.properties(),
                settings.sql(),
                settings.cycle(),
                Duration.ofMillis(200),
                settings.budget(),
                settings.commitLog());
        try (Stage stage = hasty.open(SystemTimeline.start())) {
            for (int look = 0; look < 4; look++) {
                assertThat(Look.at(stage, Set.of(JACKET)).faults()).containsExactly(Fault.TIMEOUT);
            }
            await().until(() -> driver.connects.get() == 4);

            Look fifth = Look.at(stage, Set.of(JACKET));

            assertThat(fifth.faults()).containsExactly(Fault.TIMEOUT);
            assertThat(fifth.gaps().get(JACKET))
                    .isEqualTo("jdbc:hanging:x has kept 4 earlier looks from coming back; is the database overloaded,"
                            + " or does its driver hang?");
            assertThat(driver.connects).hasValue(4);

            driver.end.countDown();

            await().until(() -> Look.at(stage, Set.of(JACKET)).faults().equals(Set.of(Fault.UNREACHABLE)));
        }
    }

    private static final class HangingDriver implements Driver {
        private final AtomicInteger connects = new AtomicInteger();
        private final CountDownLatch end = new CountDownLatch(1);

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith("jdbc:hanging:");
        }

        @Override
        public @Nullable Connection connect(String url, Properties properties) throws SQLException {
            if (!acceptsURL(url)) {
                return null;
            }
            connects.incrementAndGet();
            while (end.getCount() > 0) {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    // goes on
                }
            }
            throw new SQLException("nobody is there", "08001");
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
