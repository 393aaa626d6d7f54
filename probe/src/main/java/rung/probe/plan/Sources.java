package rung.probe.plan;

import java.util.Optional;
import rung.core.config.Section;
import rung.probe.source.ReservedKeys;
import rung.probe.source.SourceSettings;
import rung.probe.source.http.HttpSettings;
import rung.probe.source.jdbc.JdbcSettings;
import rung.probe.source.kafka.KafkaSettings;

/** The kinds of sources that a configuration may name. */
final class Sources {
    private static final Kinds<SourceSettings> KINDS = new Kinds<SourceSettings>("source")
            .with("kafka", KafkaSettings::read)
            .with("jdbc", JdbcSettings::read)
            .with("http", HttpSettings::read);

    private Sources() {}

    /** Reads the one kind that {@code source} names; empty when that is a problem of the file now. */
    static Optional<SourceSettings> read(Section source) {
        return KINDS.read(source);
    }

    /** Makes it a problem of the file when transactions of the reserved keys cannot be written as {@code source} says. */
    static void fit(Section source, SourceSettings settings, ReservedKeys reserved) {
        settings.misfit(reserved).ifPresent(misfit -> KINDS.named(source).problem(misfit.key(), misfit.message()));
    }
}
