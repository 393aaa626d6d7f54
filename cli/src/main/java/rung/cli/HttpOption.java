package rung.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import rung.reporter.web.Dashboard;

/** Whether and where the dashboard is served meanwhile. */
final class HttpOption {
    @Option(
            names = "--http",
            paramLabel = "[HOST:]PORT",
            converter = AddressArgument.class,
            description = "Serve the dashboard there, on this machine alone unless another host is named, such as"
                    + " 8080; 0 takes a free port.")
    private Dashboard.@Nullable Address address;

    Optional<Dashboard.Address> address() {
        return Optional.ofNullable(address);
    }

    /** Reads {@code 8080}, {@code 0.0.0.0:8080} or {@code [::1]:8080}. */
    static final class AddressArgument implements ITypeConverter<Dashboard.Address> {
        private static final String LOOPBACK = "127.0.0.1";
        private static final int LAST_PORT = 65_535;

        @Override
        public Dashboard.Address convert(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? LOOPBACK : text.substring(0, colon).replaceAll("^\\[|\\]$", "");
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (port >= 0 && port <= LAST_PORT && !host.isEmpty()) {
                    return new Dashboard.Address(host, port);
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw new TypeConversionException("\"" + text
                    + "\" is no address to listen on; write a port from 0 to 65535, such as 8080, or HOST:PORT");
        }
    }
}
