package rung.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import rung.reporter.business.Assumptions;
import rung.reporter.business.Earlier;
import rung.reporter.business.Mover;
import rung.reporter.report.FreshnessReport;

/** What a report says of the business: for which articles, and compared with what. */
final class BusinessOptions {
    @Option(
            names = "--movers",
            paramLabel = "NAME=RATE,…",
            converter = MoversArgument.class,
            description = "Articles, and how often one sells in an hour in one store, over all channels (default:"
                    + " slow=0.1,medium=1,fast=10).")
    private Movers movers = new Movers(Assumptions.USUAL.movers());

    @Option(
            names = "--since",
            paramLabel = "FILE",
            description = "An earlier report.json, to say what became better or worse.")
    private @Nullable Path since;

    /** The same report with what the options ask for. */
    FreshnessReport of(FreshnessReport report) throws IOException {
        FreshnessReport assuming = report.assuming(Assumptions.USUAL.with(movers.all()));
        return since == null ? assuming : assuming.since(Earlier.read(since));
    }

    /** One value, since picocli would take a list for an option that may be repeated. */
    private record Movers(List<Mover> all) {}

    private static final class MoversArgument implements ITypeConverter<Movers> {
        @Override
        public Movers convert(String text) {
            try {
                return new Movers(Assumptions.movers(text));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
