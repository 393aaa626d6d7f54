package rung.cli;

import java.io.IOException;
import rung.core.ladder.Ladder;
import rung.core.time.Timeline;
import rung.reporter.board.Judge;
import rung.reporter.board.Watch;
import rung.reporter.web.Dashboard;

/** A dashboard over a log, until it is closed. */
final class Serving implements AutoCloseable {
    private final Watch watch;
    private final Dashboard dashboard;
    private final String host;

    private Serving(Watch watch, Dashboard dashboard, String host) {
        this.watch = watch;
        this.dashboard = dashboard;
        this.host = host;
    }

    /**
     * Begins to serve.
     *
     * @param judge makes the report of what is in the log
     * @param speed seconds that pass in the log in one of the reader's: 1 but in a time-lapse
     * @throws UserError when the log cannot be read, or nothing can listen at {@code address}
     */
    static Serving start(
            Timeline timeline,
            Watch.Opening opening,
            Ladder ladder,
            Judge judge,
            Dashboard.Address address,
            double speed)
            throws UserError {
        try {
            Watch watch = Watch.start(timeline, opening, ladder, judge);
            try {
                return new Serving(watch, Dashboard.start(watch, address, speed), address.host());
            } catch (IOException e) {
                watch.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UserError(ExitCode.USAGE, e);
        }
    }

    /** Where a browser finds it. */
    String url() {
        String shown = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
        return "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + dashboard.port() + "/";
    }

    @Override
    public void close() {
        dashboard.close();
        watch.close();
    }
}
