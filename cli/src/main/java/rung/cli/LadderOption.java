package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import rung.core.config.ConfigException;
import rung.core.ladder.Ladder;
import rung.core.ladder.LadderFile;

/** Which ladder judges. */
final class LadderOption {
    @Option(
            names = "--tiers",
            paramLabel = "FILE",
            description = "The ladder and its rule (default: the tiers.yaml that ships with Rung).")
    private @Nullable Path tiers;

    Ladder read(Terminal terminal) throws IOException, ConfigException {
        return tiers == null ? LadderFile.standard() : LadderFile.read(tiers, terminal.environment());
    }
}
