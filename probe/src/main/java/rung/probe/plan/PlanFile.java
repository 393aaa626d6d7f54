package rung.probe.plan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import rung.core.config.ConfigException;
import rung.core.config.Durations;
import rung.core.config.Peak;
import rung.core.config.Peaks;
import rung.core.config.Section;
import rung.core.config.YamlFile;
import rung.core.ladder.Ladder;
import rung.core.ladder.Tier;
import rung.core.measure.Promise;
import rung.core.measure.StageSetup;
import rung.probe.source.ReservedKeys;
import rung.probe.source.SourceSettings;
import rung.probe.stage.StageSettings;

/** Reads pipelines.yaml: the calendar, the promises, and for each pipeline its keys, its source and its stages. */
public final class PlanFile {
    private static final int SHARE_OF_EDGE = 20;
    private static final Duration SHORTEST_SLOT = Duration.ofSeconds(1);
    private static final Duration LONGEST_SLOT = Duration.ofMinutes(1);
    private static final Duration SHORTEST_EVERY = Duration.ofMillis(100);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(10);
    private static final Duration LONGEST_POLL = Duration.ofMinutes(20);

    /** The edge after which polls and slots are chosen where nothing is promised. */
    private static final Duration UNPROMISED = Duration.ofMinutes(5);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String NAME_CURE = "write 1 to 64 letters, digits, dots, dashes or underscores";

    private final Ladder ladder;
    private final Map<String, String> reservedBy = new HashMap<>();

    private PlanFile(Ladder ladder) {
        this.ladder = ladder;
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read
     * @throws ConfigException with every problem of the file
     */
    public static Plan read(Path file, Ladder ladder, Map<String, String> environment)
            throws IOException, ConfigException {
        return new PlanFile(ladder).read(YamlFile.read(file, environment));
    }

    /**
     * Reads a text.
     *
     * @param name what messages call it
     * @throws ConfigException with every problem of the text
     */
    public static Plan parse(String name, String text, Ladder ladder, Map<String, String> environment)
            throws ConfigException {
        return new PlanFile(ladder).read(YamlFile.parse(name, text, environment));
    }

    private Plan read(YamlFile file) throws ConfigException {
        Section root = file.root();
        Peaks peaks = Peaks.read(root);
        List<PipelinePlan> pipelines = new ArrayList<>();
        root.namedSections("pipelines").forEach((id, section) -> {
            if (!NAME.matcher(id).matches()) {
                section.problem("", "\"" + id + "\" is no name for a pipeline; " + NAME_CURE);
            }
            pipeline(id, section, peaks).ifPresent(pipelines::add);
        });
        file.verify();
        return new Plan(peaks, pipelines, file.explain());
    }

    private Optional<PipelinePlan> pipeline(String id, Section section, Peaks peaks) {
        Optional<Section> promised = section.sectionIfPresent("promise");
        Optional<Tier> tier = promised.flatMap(this::tier);
        Optional<ReservedKeys> keys = keys(id, section.section("keys"));
        Section entrance = section.section("source");
        Optional<SourceSettings> source = Sources.read(entrance);
        if (source.isPresent() && keys.isPresent()) {
            Sources.fit(entrance, source.get(), keys.get());
        }
        Optional<Duration> edge = tier.map(Tier::edge);
        List<StagePlan> stages = stages(section, edge);
        Duration slot = defaultSlot(edge.orElse(UNPROMISED));
        Duration every = section.sectionIfPresent("canary")
                .map(canary -> every(canary, slot))
                .orElse(slot);
        Promise promise = promise(promised, tier, declaredStages(section), peaks);
        if (!section.sound() || keys.isEmpty() || source.isEmpty() || stages.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PipelinePlan(id, promise, keys.get(), source.get(), stages, every));
    }

    private Optional<Tier> tier(Section promise) {
        int number = promise.integer("tier", 1, 9);
        Optional<Tier> tier = ladder.tier(number);
        if (tier.isEmpty() && promise.sound()) {
            promise.problem(
                    "tier",
                    "the ladder has no tier " + number + "; it has "
                            + ladder.tiers().stream()
                                    .map(one -> one.number() + " (" + one.name() + ")")
                                    .collect(Collectors.joining(", ")));
        }
        return tier;
    }

    /** The names of all stages, also of those that cannot be read. */
    private static List<String> declaredStages(Section pipeline) {
        return pipeline.sectionsIfPresent("stages").stream()
                .flatMap(stage -> stage.keys().stream())
                .toList();
    }

    private static Promise promise(Optional<Section> section, Optional<Tier> tier, List<String> names, Peaks peaks) {
        String last = names.isEmpty() ? "" : names.get(names.size() - 1);
        if (section.isEmpty()) {
            return Promise.none(last);
        }
        Section promise = section.get();
        String at = promise.text("at", last);
        if (!names.isEmpty() && !names.contains(at)) {
            promise.problem("at", "no stage is called \"" + at + "\"; the pipeline has " + String.join(", ", names));
        }
        List<String> in = promise.textsIfPresent("in");
        for (String name : in) {
            if (peaks.named(name).isEmpty()) {
                promise.problem(
                        "in",
                        "no peak is called \"" + name + "\"; "
                                + (peaks.declared().isEmpty()
                                        ? "the file declares none, under peaks"
                                        : "the file declares "
                                                + peaks.declared().stream()
                                                        .map(Peak::name)
                                                        .collect(Collectors.joining(", "))));
            }
        }
        return new Promise(tier.map(Tier::number).orElse(0), at, in);
    }

    private Optional<ReservedKeys> keys(String id, Section section) {
        List<String> stores = names(section, "stores");
        List<String> skus = names(section, "skus");
        if (!section.sound()) {
            return Optional.empty();
        }
        for (String store : stores) {
            for (String sku : skus) {
                String other = reservedBy.putIfAbsent(store + "\n" + sku, id);
                if (other != null && !other.equals(id)) {
                    section.problem(
                            "",
                            "key " + store + "/" + sku + " is reserved for pipeline " + other
                                    + " already; give each pipeline keys of its own");
                    return Optional.empty();
                }
            }
        }
        return Optional.of(new ReservedKeys(stores, skus));
    }

    private static List<String> names(Section section, String key) {
        Set<String> names = new LinkedHashSet<>();
        for (String text : section.texts(key)) {
            Optional<List<String>> expanded = KeyRange.expand(text);
            if (expanded.isEmpty()) {
                section.problem(
                        key, "\"" + text + "\" is neither a name nor a range; write a range such as RUNG-{0001..0050}");
                return List.of();
            }
            for (String name : expanded.get()) {
                if (name.isBlank() || !names.add(name)) {
                    section.problem(key, "\"" + name + "\" is blank or named twice; name each key once");
                    return List.of();
                }
            }
        }
        return List.copyOf(names);
    }

    private static List<StagePlan> stages(Section section, Optional<Duration> edge) {
        List<StagePlan> stages = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Section item : section.sections("stages")) {
            if (item.keys().size() != 1) {
                item.problem(
                        "",
                        "a stage is one name with its settings, such as \"api: {http: {…}}\"; found "
                                + item.keys().size() + " keys");
                continue;
            }
            String name = item.keys().get(0);
            if (!NAME.matcher(name).matches()) {
                item.problem("", "\"" + name + "\" is no name for a stage; " + NAME_CURE);
            } else if (!names.add(name)) {
                item.problem("", "two stages are called \"" + name + "\"; give each a name of its own");
            }
            Section stage = item.section(name);
            Duration poll = poll(stage, edge);
            Duration cache = stage.duration("cache", Duration.ZERO);
            Optional<StageSettings> settings = Stages.read(stage);
            if (stage.sound() && settings.isPresent()) {
                Optional<String> caveat = settings.get().traits().caveat();
                stages.add(new StagePlan(StageSetup.polled(name, poll, cache).withCaveat(caveat), settings.get()));
            }
        }
        return stages;
    }

    /** @param edge that is promised; absent when none is, or when it cannot be read */
    private static Duration poll(Section stage, Optional<Duration> edge) {
        Duration finest = edge.orElse(UNPROMISED).dividedBy(SHARE_OF_EDGE);
        Duration poll = stage.duration("poll", shorter(finest, LONGEST_POLL));
        if (poll.compareTo(shorter(finest, SHORTEST_POLL)) < 0) {
            stage.problem(
                    "poll",
                    Durations.written(poll) + " is no pause between two polls; use " + Durations.written(SHORTEST_POLL)
                            + " or more");
        } else if (edge.isPresent() && poll.compareTo(finest) > 0) {
            stage.problem(
                    "poll",
                    Durations.written(poll) + " is too coarse for the promised " + Durations.words(edge.get())
                            + ": an edge is judged from at least " + SHARE_OF_EDGE + " polls; use "
                            + Durations.written(finest) + " or less");
        }
        return poll;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration every(Section canary, Duration otherwise) {
        Duration every = canary.duration("every", otherwise);
        if (every.compareTo(SHORTEST_EVERY) < 0) {
            canary.problem(
                    "every", "a canary is no load test: write " + Durations.written(SHORTEST_EVERY) + " or more");
        }
        return every;
    }

    private static Duration defaultSlot(Duration edge) {
        Duration slot = edge.dividedBy(SHARE_OF_EDGE);
        if (slot.compareTo(SHORTEST_SLOT) < 0) {
            return SHORTEST_SLOT;
        }
        return slot.compareTo(LONGEST_SLOT) > 0 ? LONGEST_SLOT : slot;
    }
}
