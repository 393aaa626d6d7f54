package rung.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.config.Durations;
import rung.core.log.LogReader;
import rung.core.measure.Outcome;
import rung.core.measure.PipelineSetup;
import rung.core.measure.SlotOutcome;
import rung.core.measure.TimeWindow;

/** What the demo cost: the figures that the README prints. */
final class DemoCost {
    private static final Path STATUS = Path.of("/proc/self/status");

    private DemoCost() {}

    /** One line: when the first sale was seen behind an API after the process had started, and memory at most. */
    static String line(Path log) throws IOException {
        List<String> parts = new ArrayList<>();
        Instant started =
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        firstSeen(log)
                .ifPresent(seen -> parts.add("first sale seen behind an API "
                        + Durations.words(Duration.between(started, seen)) + " after the start"));
        memory().ifPresent(parts::add);
        return String.join(" · ", parts);
    }

    private static Optional<Instant> firstSeen(Path log) throws IOException {
        List<Instant> seen = new ArrayList<>();
        try (LogReader facts = LogReader.newest(log)) {
            TimeWindow all =
                    new TimeWindow("all", facts.run().startedAt(), facts.until().plusSeconds(1));
            for (PipelineSetup pipeline : facts.run().pipelines()) {
                facts.slots(pipeline.name(), pipeline.promise().stage(), all, slot -> firstSeen(slot)
                        .ifPresent(seen::add));
            }
        }
        return seen.stream().min(Instant::compareTo);
    }

    private static Optional<Instant> firstSeen(SlotOutcome slot) {
        return slot.outcome()
                .fold(
                        shown -> Optional.of(shown.firstSeen()),
                        missing -> Optional.<Instant>empty(),
                        (Outcome.Unmeasured nothing) -> Optional.<Instant>empty());
    }

    /** The process's largest resident memory, where the system tells it. */
    private static Optional<String> memory() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return Optional.empty();
        }
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D+", "")) / 1024 + " MB of memory at most")
                .findFirst();
    }
}
