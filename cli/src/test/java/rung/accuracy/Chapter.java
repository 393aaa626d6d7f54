package rung.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One proof of the page.
 *
 * @param number of the proof in the method
 * @param title as the page shows it
 * @param proof that fills it
 */
record Chapter(int number, String title, Proof proof) {
    /** In the order of the page. */
    static final List<Chapter> ALL = List.of(
            new Chapter(0, "A toy hour, and the estimators that flatter it", new ToyHour()),
            new Chapter(1, "Point truth", new PointTruth()),
            new Chapter(2, "Known distributions", new Coverage()),
            new Chapter(3, "Coordinated omission", new CoordinatedOmission()),
            new Chapter(4, "Censoring", new Censoring()),
            new Chapter(5, "A pipeline that shows nothing", new DeadPipeline()),
            new Chapter(6, "Bursts and batches", new BurstsAndBatches()),
            new Chapter(7, "Peeking", new Peeking()),
            new Chapter(8, "Power", new Power()),
            new Chapter(9, "No aliasing with batches", new Aliasing()),
            new Chapter(10, "What polling cannot tell", new Polling()),
            new Chapter(11, "Faults of the pipeline and of the probe", new BrokenPipelines()),
            new Chapter(12, "Clocks that lie", new Clocks()),
            new Chapter(13, "Age over time", new AgeOverTime()),
            new Chapter(14, "Edges and holes of the ladder", new TierLadder()),
            new Chapter(15, "Planned load and slips", new PlannedLoad()),
            new Chapter(17, "Peaks are judged on their own", new PeakWindows()),
            new Chapter(18, "Drift alarm", new DriftAlarm()),
            new Chapter(19, "What is recorded", new Recorder()),
            new Chapter(20, "A real freeze, and the peers beside it", new RealFreeze()));

    private static final String ONLY = "rung.accuracy.only";

    /** Those whose numbers were asked for; else all in the full run, and in a sample those that a busy machine cannot spoil. */
    static List<Chapter> chosen(Scale scale) {
        String only = System.getProperty(ONLY, "");
        if (only.isEmpty()) {
            return scale == Scale.FULL
                    ? ALL
                    : ALL.stream()
                            .filter(chapter -> !chapter.proof().wantsAQuietMachine())
                            .toList();
        }
        Set<Integer> numbers =
                Arrays.stream(only.split(",", -1)).map(Integer::valueOf).collect(Collectors.toSet());
        List<Chapter> chosen =
                ALL.stream().filter(chapter -> numbers.contains(chapter.number)).toList();
        if (chosen.size() != numbers.size()) {
            throw new IllegalArgumentException("no such proof among " + ONLY + "=" + only);
        }
        return chosen;
    }

    /** Number and title. */
    String heading() {
        return number + ". " + title;
    }
}
