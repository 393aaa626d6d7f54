package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TraceCollectorTest {
    @Test
    void noTraceIsSentWhereNoCollectorIsNamed() throws UserError {
        assertThat(TraceCollector.of(Map.of())).isEmpty();
    }

    @Test
    void collectorIsNamedAsOpenTelemetryDoes() throws UserError {
        assertThat(TraceCollector.of(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4318/")))
                .contains(URI.create("http://localhost:4318/v1/traces"));
        assertThat(TraceCollector.of(Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://localhost:4318",
                        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                        "https://traces.example/in")))
                .contains(URI.create("https://traces.example/in"));
    }

    @Test
    void whatIsNoAddressIsAMistakeOfTheUsers() {
        for (String wrong : new String[] {"localhost:4318", "ftp://a", "http://", "no address"}) {
            assertThatThrownBy(() -> TraceCollector.of(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", wrong)))
                    .as(wrong)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("such as http://localhost:4318");
        }
    }
}
