package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import rung.cli.story.Day;
import rung.cli.story.Simulation;
import rung.cli.story.Story;
import rung.core.config.Durations;
import rung.core.ladder.Ladder;
import rung.core.log.LogReader;
import rung.core.time.Pace;
import rung.core.time.SystemTimeline;
import rung.reporter.web.Dashboard;

/**
 * The story's day as a time-lapse on the dashboard.
 *
 * @param length how long the day takes
 * @param address where it is shown
 * @param ended comes down when the user wants it to end
 */
record Lapse(Duration length, Dashboard.Address address, CountDownLatch ended) {
    /** Tells the story once its day is over. */
    @FunctionalInterface
    interface Ending {
        void tell(Story story) throws IOException;
    }

    /**
     * Shows the day as it is lived, and stays with its end until the user has seen enough.
     *
     * @return the exit code: {@link ExitCode#INTERRUPTED} when the user ended it before the day did
     */
    int play(Terminal terminal, Output output, Path log, Ladder ladder, long seed, Ending ending)
            throws IOException, UserError, InterruptedException {
        SystemTimeline timeline = SystemTimeline.start();
        try (Simulation day = Story.begin(log, ladder, seed);
                Serving serving = Serving.start(
                        timeline,
                        () -> LogReader.newest(log),
                        ladder,
                        new Judging(ladder, Day::peaksIn, Day::soFar),
                        address,
                        speed(),
                        Optional.empty())) {
            output.notice(
                    terminal,
                    "dashboard  " + serving.url() + "  (Ctrl-C ends it)\n"
                            + String.format(
                                    Locale.ROOT,
                                    "the day takes %s there: time passes %.0f times as fast",
                                    Durations.words(length),
                                    speed()));
            day.hold(new Pace(timeline, speed()), () -> ended.getCount() == 0);
            day.live();
            if (ended.getCount() == 0) {
                output.notice(
                        terminal,
                        "interrupted at "
                                + DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
                                        .format(day.now().atZone(Day.ZONE))
                                + " of the simulated day: its story was not told to the end");
                return ExitCode.INTERRUPTED;
            }
            ending.tell(Story.read(log, ladder));
            output.notice(terminal, "the day is over; its end stays at " + serving.url() + " until Ctrl-C");
            ended.await();
            return ExitCode.OK;
        }
    }

    /** Seconds of the day in one of the reader's. */
    private double speed() {
        return (double) Duration.ofDays(1).toMillis() / length.toMillis();
    }

    /** Reads how long a day may take: long enough to be seen, and short enough to be called a time-lapse. */
    static final class Length implements ITypeConverter<Duration> {
        private static final Duration SHORTEST = Duration.ofSeconds(5);
        private static final Duration LONGEST = Duration.ofHours(2);

        @Override
        public Duration convert(String text) {
            Duration length = new DurationArgument().convert(text);
            if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
                throw new TypeConversionException("a day cannot be shown in " + text + "; write 5s to 2h, such as 3m");
            }
            return length;
        }
    }
}
