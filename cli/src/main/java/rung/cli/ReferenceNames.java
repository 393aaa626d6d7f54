package rung.cli;

import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import rung.cli.reference.Reference;
import rung.core.config.Suggestion;

/** The names by which reference pipelines are asked for. */
final class ReferenceNames implements Iterable<String> {
    private static final String ALL = "all";

    @Override
    public Iterator<String> iterator() {
        return names().iterator();
    }

    /**
     * The one called {@code name}, or all of them.
     *
     * @throws ParameterException when none is called so
     */
    static List<Reference> named(CommandSpec command, String name) {
        List<Reference> named = Reference.all().stream()
                .filter(reference -> name.equals(ALL) || reference.name().equals(name))
                .toList();
        if (named.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "there is no reference pipeline \"" + name + "\""
                            + Suggestion.nearest(name, names())
                                    .map(near -> "; did you mean " + near + "?")
                                    .orElse("; there are " + String.join(", ", names())));
        }
        return named;
    }

    private static List<String> names() {
        return Stream.concat(Reference.all().stream().map(Reference::name), Stream.of(ALL))
                .toList();
    }
}
