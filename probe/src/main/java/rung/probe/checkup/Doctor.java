package rung.probe.checkup;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import rung.core.checkup.Checkup;
import rung.core.checkup.PipelineCheckup;
import rung.core.checkup.SourceCheckup;
import rung.core.checkup.StageCheckup;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.plan.PipelinePlan;
import rung.probe.plan.StagePlan;
import rung.probe.source.Source;
import rung.probe.stage.Stage;
import rung.probe.stage.StageTraits;

/** Asks every source whether it would take a transaction, and looks at every stage once, all of them side by side. */
public final class Doctor {
    private final Timeline timeline;
    private final Duration patience;

    /** @param patience how long one of them may take, whatever its own timeouts are */
    public Doctor(Timeline timeline, Duration patience) {
        this.timeline = timeline;
        this.patience = patience;
    }

    /** A pipeline whose source and stages are being looked at. */
    private record Visit(PipelinePlan pipeline, Future<Optional<String>> source, List<Future<Look>> looks) {}

    /** What one look showed. */
    private record Look(
            Map<StockKey, Long> counts,
            long asked,
            long absent,
            List<StageCheckup.Trouble> troubles,
            Cycle cycle,
            Duration took) {}

    /** Looks at all of {@code pipelines}, for as long as the slowest takes and little longer than the patience. */
    public Checkup examine(List<PipelinePlan> pipelines, String software) throws InterruptedException {
        Instant at = timeline.now();
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "rung-doctor");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Visit> visits = new ArrayList<>();
            for (PipelinePlan pipeline : pipelines) {
                List<Future<Look>> looks = new ArrayList<>();
                for (StagePlan stage : pipeline.stages()) {
                    looks.add(threads.submit(() -> look(pipeline, stage)));
                }
                visits.add(new Visit(pipeline, threads.submit(() -> check(pipeline)), looks));
            }
            List<PipelineCheckup> found = new ArrayList<>();
            for (Visit visit : visits) {
                PipelinePlan pipeline = visit.pipeline();
                found.add(new PipelineCheckup(
                        pipeline.id(),
                        pipeline.promise(),
                        pipeline.keys().size(),
                        source(pipeline, visit.source(), at),
                        stages(pipeline, visit.looks(), at)));
            }
            return new Checkup(at, software, found);
        } finally {
            threads.shutdownNow();
        }
    }

    private Optional<String> check(PipelinePlan pipeline) throws InterruptedException {
        try (Source source = pipeline.source().open(timeline, pipeline.keys())) {
            source.check();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Look look(PipelinePlan pipeline, StagePlan plan) throws InterruptedException {
        try (Stage stage = plan.settings().open(timeline)) {
            Set<StockKey> keys = new LinkedHashSet<>();
            for (int i = 0; i < Math.min(stage.keysPerLook(), pipeline.keys().size()); i++) {
                keys.add(pipeline.keys().key(i));
            }
            Instant began = timeline.now();
            List<Reading> readings = stage.read(keys);
            return look(readings, keys.size(), Duration.between(began, timeline.now()));
        }
    }

    /** The newest readings of each key, for a look may tell several commits apart. */
    private static Look look(List<Reading> readings, long asked, Duration took) {
        Map<StockKey, Optional<Long>> held = new HashMap<>();
        Map<StockKey, Reading.Gap> gaps = new LinkedHashMap<>();
        Cycle cycle = Cycle.unknown();
        for (Reading reading : readings) {
            if (reading instanceof Reading.Counts counts) {
                counts.counts().forEach((key, count) -> held.put(key, Optional.of(count)));
                counts.absent().forEach(key -> held.put(key, Optional.empty()));
                cycle = counts.cycle().isKnown() ? counts.cycle() : cycle;
            } else if (reading instanceof Reading.Gap gap) {
                gap.keys().forEach(key -> gaps.put(key, gap));
            }
        }
        held.keySet().forEach(gaps::remove);
        Map<StockKey, Long> counts = new HashMap<>();
        held.forEach((key, count) -> count.ifPresent(units -> counts.put(key, units)));
        Map<Fault, StageCheckup.Trouble> troubles = new EnumMap<>(Fault.class);
        gaps.values()
                .forEach(gap -> troubles.merge(
                        gap.fault(),
                        new StageCheckup.Trouble(gap.fault(), 1, gap.reason()),
                        (first, one) -> new StageCheckup.Trouble(first.fault(), first.keys() + 1, first.reason())));
        return new Look(counts, asked, held.size() - counts.size(), List.copyOf(troubles.values()), cycle, took);
    }

    private SourceCheckup source(PipelinePlan pipeline, Future<Optional<String>> check, Instant at)
            throws InterruptedException {
        Optional<String> trouble;
        try {
            trouble = check.get(left(at), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            trouble = Optional.of("no answer within " + patience.toSeconds() + " s; is it up?");
        } catch (ExecutionException e) {
            throw unforeseen(e);
        }
        return new SourceCheckup(
                trouble,
                pipeline.source().traits().acknowledged(),
                pipeline.source().traits().duplicates());
    }

    private List<StageCheckup> stages(PipelinePlan pipeline, List<Future<Look>> looks, Instant at)
            throws InterruptedException {
        List<StageCheckup> found = new ArrayList<>();
        Map<StockKey, Long> before = Map.of();
        for (int i = 0; i < looks.size(); i++) {
            StagePlan plan = pipeline.stages().get(i);
            Look look = await(looks.get(i), pipeline, at);
            StageTraits traits = plan.settings().traits();
            found.add(new StageCheckup(
                    plan.setup().name(),
                    look.asked(),
                    look.counts().size(),
                    look.absent(),
                    differing(before, look.counts()),
                    look.troubles(),
                    look.took(),
                    plan.setup().poll(),
                    look.cycle(),
                    traits.cost(),
                    traits.resolution(),
                    traits.cycles(),
                    traits.caveat()));
            before = look.counts();
        }
        return found;
    }

    private Look await(Future<Look> look, PipelinePlan pipeline, Instant at) throws InterruptedException {
        try {
            return look.get(left(at), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            long keys = pipeline.keys().size();
            StageCheckup.Trouble trouble = new StageCheckup.Trouble(
                    Fault.TIMEOUT, keys, "no answer within " + patience.toSeconds() + " s; is it up?");
            return new Look(Map.of(), keys, 0, List.of(trouble), Cycle.unknown(), patience);
        } catch (ExecutionException e) {
            throw unforeseen(e);
        }
    }

    private long left(Instant at) {
        return Math.max(0, Duration.between(timeline.now(), at.plus(patience)).toNanos());
    }

    private static long differing(Map<StockKey, Long> before, Map<StockKey, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> before.containsKey(entry.getKey())
                        && !before.get(entry.getKey()).equals(entry.getValue()))
                .count();
    }

    private static IllegalStateException unforeseen(ExecutionException e) {
        return new IllegalStateException("a look failed unforeseen", e.getCause());
    }
}
