package rung.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Rung this is. */
final class Version implements IVersionProvider {
    /** Its name and version, as a log keeps it. */
    static String full() {
        return "rung " + number();
    }

    /** Its version alone. */
    static String number() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {full(), "java " + Runtime.version()};
    }
}
