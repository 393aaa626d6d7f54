package rung.reporter.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import rung.reporter.board.Board;
import rung.reporter.board.Pulse;
import rung.reporter.report.Words;

/**
 * What every page has around its content.
 *
 * @param title of the page
 * @param path of the page, without its query
 * @param own what the page's address says beside its reader's choices, such as the stage that is drawn
 * @param prefs of its reader
 * @param assets where styles and scripts are
 * @param board number of the board that the page shows
 * @param software that measured
 * @param run that is shown
 * @param status whether a probe measures now
 * @param shownAt when the facts on the page were complete, in words
 * @param atMillis from when a script counts ages: the same, and in a time-lapse the moment of the newest pulse
 * @param speed seconds that pass on the page's clock in one of the reader's: 1 but in a time-lapse
 */
public record Shell(
        String title,
        String path,
        Map<String, String> own,
        Prefs prefs,
        String assets,
        long board,
        String software,
        String run,
        Status status,
        String shownAt,
        long atMillis,
        double speed) {
    /** A link of a switch. */
    public record Choice(String label, String href, boolean chosen) {}

    /**
     * Whether a probe measures now.
     *
     * @param live whether its last sign of life is fresh
     * @param text in words
     */
    public record Status(boolean live, String text) {
        private static final Duration SILENCE = Duration.ofSeconds(10);

        /** What goes on while signs of life are fresh; a day that is replayed is not being measured. */
        static String measuring(double speed) {
            return speed == 1 ? "measuring" : String.format(Locale.ROOT, "time-lapse ×%.0f: simulated day", speed);
        }

        /** Whether the probe has given no sign of life for too long. */
        static boolean isSilent(Pulse pulse, Instant now) {
            return Duration.between(pulse.at(), now).compareTo(SILENCE) > 0;
        }

        static Status of(Pulse pulse, Instant now, Words words, double speed) {
            Duration silent = Duration.between(pulse.at(), now);
            return !isSilent(pulse, now)
                    ? new Status(true, measuring(speed))
                    : new Status(
                            false,
                            "not measuring: last sign of life of the probe " + words.moment(pulse.at()) + ", "
                                    + words.duration(silent) + " ago");
        }
    }

    static Shell of(
            String title,
            String path,
            Map<String, String> own,
            Prefs prefs,
            String assets,
            Board board,
            Pulse pulse,
            Instant now,
            double speed) {
        Words words = new Words(prefs.zone());
        return new Shell(
                title,
                path,
                own,
                prefs,
                assets,
                board.number(),
                board.report().software(),
                board.report().run(),
                Status.of(pulse, now, words, speed),
                words.moment(board.at()),
                (speed == 1 ? board.at() : pulse.at()).toEpochMilli(),
                speed);
    }

    /** Whether the page tells of a simulation. */
    public boolean isSimulated() {
        return speed != 1;
    }

    /** What the page says goes on while signs of life are fresh. */
    public String measuring() {
        return Status.measuring(speed);
    }

    /** This page as a reader with these choices sees it. */
    public String here(Prefs other) {
        return Prefs.with(other.href(path), own);
    }

    /** The zones that a reader may choose without a script; the browser's own is added by the script. */
    public List<Choice> zones() {
        List<Choice> zones = new ArrayList<>();
        zones.add(new Choice(
                prefs.reportZone().getId(),
                here(prefs.withZone(prefs.reportZone())),
                prefs.zone().equals(prefs.reportZone())));
        if (!prefs.reportZone().getRules().equals(ZoneOffset.UTC.getRules())) {
            zones.add(new Choice(
                    "UTC", here(prefs.withZone(ZoneOffset.UTC)), prefs.zone().equals(ZoneOffset.UTC)));
        }
        boolean isOther = zones.stream().noneMatch(Choice::chosen);
        if (isOther) {
            zones.add(new Choice(prefs.zone().getId(), here(prefs), true));
        }
        return zones;
    }

    /** How long a page may hear nothing of the server before it says that it is stale. */
    public long patienceMillis() {
        return Streams.PATIENCE.toMillis();
    }

    /** The pages, as navigation shows them. */
    public List<Choice> pages() {
        return List.of(
                page("Ladder", "/", path.equals("/") || path.startsWith("/p/")),
                page("Reports", "/reports", path.startsWith("/reports")),
                page("Method & health", "/about", path.equals("/about")));
    }

    private Choice page(String label, String to, boolean chosen) {
        return new Choice(label, prefs.href(to), chosen);
    }

    /** The class of the page's root that fixes its colours; empty to follow the reader's system. */
    public String themeClass() {
        return prefs.theme()
                .map(theme -> theme == Prefs.Theme.DARK ? "dark" : "light")
                .orElse("");
    }
}
