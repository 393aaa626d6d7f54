package rung.core.ladder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import rung.core.config.ConfigException;
import rung.core.config.Durations;
import rung.core.config.Section;
import rung.core.config.YamlFile;
import rung.core.evidence.Rule;

/** Reads a ladder from YAML: a {@code rule} and a list of {@code tiers}, fastest first. */
public final class LadderFile {
    private static final int MOST_TIERS = 9;

    private LadderFile() {}

    /** The ladder that ships with Rung: the repository's {@code tiers.yaml}. */
    public static Ladder standard() {
        try (InputStream in = Objects.requireNonNull(LadderFile.class.getResourceAsStream("tiers.yaml"))) {
            return read(YamlFile.parse("tiers.yaml", new String(in.readAllBytes(), StandardCharsets.UTF_8), Map.of()));
        } catch (IOException | ConfigException e) {
            throw new IllegalStateException("the ladder that ships with Rung is broken: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a user's ladder.
     *
     * @throws IOException when the file cannot be read
     * @throws ConfigException with every problem of the file
     */
    public static Ladder read(Path file, Map<String, String> environment) throws IOException, ConfigException {
        return read(YamlFile.read(file, environment));
    }

    private static Ladder read(YamlFile file) throws ConfigException {
        Section root = file.root();
        Section rule = root.section("rule");
        double share = rule.share("share");
        double confidence = rule.share("confidence");
        List<Tier> tiers = new ArrayList<>();
        for (Section section : root.sections("tiers")) {
            tier(section, tiers);
        }
        file.verify();
        return new Ladder(tiers, new Rule(share, confidence));
    }

    private static void tier(Section section, List<Tier> tiers) {
        int number = section.integer("tier", 1, MOST_TIERS);
        String name = section.text("name");
        Duration from = section.duration("from");
        Duration edge = section.duration("edge");
        String use = section.text("use");
        String architecture = section.text("architecture");
        String shape = section.text("shape", "");
        if (!section.sound()) {
            return;
        }
        if (from.compareTo(edge) >= 0) {
            section.problem(
                    "from",
                    "the band begins at " + Durations.words(from) + ", not before its edge of " + Durations.words(edge)
                            + "; write a smaller from or a larger edge");
            return;
        }
        if (!tiers.isEmpty()) {
            Tier faster = tiers.get(tiers.size() - 1);
            if (number >= faster.number() || edge.compareTo(faster.edge()) <= 0) {
                section.problem(
                        "",
                        "tier " + number + " (edge " + Durations.words(edge) + ") follows tier "
                                + faster.number() + " (edge " + Durations.words(faster.edge())
                                + "); list tiers fastest first, with falling numbers and rising edges");
                return;
            }
        }
        tiers.add(new Tier(number, name, from, edge, use, architecture, shape));
    }
}
