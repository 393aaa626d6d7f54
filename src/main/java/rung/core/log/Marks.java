package rung.core.log;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.measure.Mark;
import rung.core.measure.TimeWindow;
import rung.core.time.Nanos;

/** Marks in a log: written by whoever has something to note, also while a probe writes its facts to the same file. */
public final class Marks {
    private static final String SELECT = "select at, pipeline, note from mark where at >= ? and at < ?"
            + " and (pipeline is null or pipeline = ?) order by at, id";

    private Marks() {}

    /**
     * Appends {@code mark} to the log {@code file}, and waits up to ten seconds for a probe that is writing.
     *
     * @throws IOException when it is not there, cannot be written, is no log, or was written by a newer version
     */
    public static void append(Path file, Mark mark) throws IOException {
        try {
            LogFile.read(file).close(); // a mistyped name must not become a new log
            try (Connection connection = LogFile.write(file);
                    PreparedStatement insert =
                            connection.prepareStatement("insert into mark (at, pipeline, note) values (?, ?, ?)")) {
                Sql.bind(insert, Nanos.of(mark.at()), mark.pipeline().orElse(null), mark.note())
                        .executeUpdate();
            }
        } catch (SQLException e) {
            throw new IOException("cannot write to " + file + ": " + e.getMessage(), e);
        } catch (ArithmeticException e) {
            throw new IOException("a log has no place for " + mark.at() + "; it reaches from 1678 to 2262", e);
        }
    }

    static List<Mark> of(Rows rows, String pipeline, TimeWindow window) {
        List<Mark> marks = new ArrayList<>();
        rows.each(
                SELECT,
                row -> marks.add(new Mark(
                        Nanos.instant(row.getLong(1)), Optional.ofNullable(row.getString(2)), row.getString(3))),
                Nanos.bound(window.from()),
                Nanos.bound(window.to()),
                pipeline);
        return marks;
    }
}
