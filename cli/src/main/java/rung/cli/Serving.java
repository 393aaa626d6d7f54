package rung.cli;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import rung.core.ladder.Ladder;
import rung.core.time.Timeline;
import rung.reporter.board.Follower;
import rung.reporter.board.Judge;
import rung.reporter.board.Watch;
import rung.reporter.metrics.Metrics;
import rung.reporter.web.Dashboard;

/** A dashboard over a log, and its numbers for other tools, until it is closed. */
final class Serving implements AutoCloseable {
    private final Watch watch;
    private final Metrics metrics;
    private final Dashboard dashboard;
    private final String host;

    private Serving(Watch watch, Metrics metrics, Dashboard dashboard, String host) {
        this.watch = watch;
        this.metrics = metrics;
        this.dashboard = dashboard;
        this.host = host;
    }

    /**
     * Begins to serve.
     *
     * @param judge makes the report of what is in the log
     * @param speed seconds that pass in the log in one of the reader's: 1 but in a time-lapse
     * @param collector where each sale is sent as a trace; absent when none is
     * @throws UserError when the log cannot be read, or nothing can listen at {@code address}
     */
    static Serving start(
            Timeline timeline,
            Follower.Opening opening,
            Ladder ladder,
            Judge judge,
            Dashboard.Address address,
            double speed,
            Optional<URI> collector)
            throws UserError {
        try {
            Watch watch = Watch.start(timeline, opening, ladder, judge);
            Metrics metrics = Metrics.start(timeline, opening, watch, speed, Version.number(), collector);
            try {
                Dashboard dashboard = Dashboard.start(watch, address, speed, Version.full(), metrics::addTo);
                return new Serving(watch, metrics, dashboard, address.host());
            } catch (IOException e) {
                metrics.close();
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
        metrics.close();
        watch.close();
    }
}
