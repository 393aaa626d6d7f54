package rung.core.log;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.measure.CacheAge;
import rung.core.measure.Told;

/** What looks told beside counts, by polling report and by hour; what told nothing has no row. */
final class ToldRows {
    /** Its values are a report's stage, begin and end, then {@link #values}. */
    static final String INSERT = "insert into polled_told (stage, since, until, queried, cache_age, outlived_age,"
            + " outlived_life) values (?, ?, ?, ?, ?, ?, ?)";

    /** Its values are a stage and an hour, then {@link #values}. */
    static final String INSERT_HOUR = "insert into polled_told_hour (stage, hour, queried, cache_age, outlived_age,"
            + " outlived_life) values (?, ?, ?, ?, ?, ?)";

    private static final String SELECT = "select queried, cache_age, outlived_age, outlived_life from ";

    private static final String OF = SELECT + "polled_told where stage = ? and since = ? and until = ?";

    private static final String ENDED = SELECT + "polled_told where stage = ? and until > ? and until <= ?";

    private static final String HOURS =
            "select sum(queried), max(cache_age), null, null from polled_told_hour where stage = ? and hour >= ? and hour < ?";

    /** An answer that outlived its life is rare; which is the worst is for {@link CacheAge} to say. */
    private static final String OUTLIVED = """
            select null, cache_age, outlived_age, outlived_life from polled_told_hour
            where stage = ? and hour >= ? and hour < ? and outlived_age is not null
            """;

    /** Of the one report, if any, that began before a moment and ended after it. */
    private static final String ACROSS = SELECT + """
            (select * from polled_told where stage = ?1 and until > ?2 order by until limit 1) where since < ?2
            """;

    private final Rows rows;

    ToldRows(Rows rows) {
        this.rows = rows;
    }

    /** Values for the last four places of an insert, after those that say of what. */
    static @Nullable Object[] values(Told told, Object... of) {
        @Nullable Object[] values = new @Nullable Object[of.length + 4];
        System.arraycopy(of, 0, values, 0, of.length);
        Optional<CacheAge.Outlived> outlived = told.caches().flatMap(CacheAge::outlived);
        values[of.length] = told.queried().map(Duration::toNanos).orElse(null);
        values[of.length + 1] =
                told.caches().map(caches -> caches.largest().toNanos()).orElse(null);
        values[of.length + 2] = outlived.map(one -> one.age().toNanos()).orElse(null);
        values[of.length + 3] = outlived.map(one -> one.life().toNanos()).orElse(null);
        return values;
    }

    /** Of the report from {@code since} until {@code until}. */
    Told of(long stageId, long since, long until) {
        return sum(OF, stageId, since, until);
    }

    /** Of the reports that end in the stretch, its end included and its begin not. */
    Told ended(long stageId, long from, long to) {
        return sum(ENDED, stageId, from, to);
    }

    /** Of the report, if any, that began before {@code moment} and ended after it. */
    Told across(long stageId, long moment) {
        return sum(ACROSS, stageId, moment);
    }

    /** Of the folded hours that begin at {@code first} or later and before {@code after}. */
    Told hours(long stageId, long first, long after) {
        return sum(HOURS, stageId, first, after).and(sum(OUTLIVED, stageId, first, after));
    }

    private Told sum(String sql, Object... values) {
        Told[] sum = {Told.NOTHING};
        rows.each(sql, row -> sum[0] = sum[0].and(told(row, 1)), values);
        return sum[0];
    }

    /** What a row tells in four columns, of which {@code first} is the first. */
    static Told told(ResultSet row, int first) throws SQLException {
        Optional<Duration> life = duration(row.getObject(first + 3));
        Optional<CacheAge.Outlived> outlived =
                duration(row.getObject(first + 2)).flatMap(age -> life.map(one -> new CacheAge.Outlived(age, one)));
        return new Told(
                duration(row.getObject(first)),
                duration(row.getObject(first + 1)).map(age -> new CacheAge(age, outlived)));
    }

    private static Optional<Duration> duration(@Nullable Object nanos) {
        return nanos instanceof Number number ? Optional.of(Duration.ofNanos(number.longValue())) : Optional.empty();
    }
}
