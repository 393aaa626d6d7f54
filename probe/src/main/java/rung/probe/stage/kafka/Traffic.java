package rung.probe.stage.kafka;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What the connections of a client have been through.
 *
 * @param open connections that there are
 * @param closed connections that ended, on either side
 * @param receivedBytes that came over all of them
 */
record Traffic(double open, double closed, double receivedBytes) {
    static final Traffic NONE = new Traffic(0, 0, 0);

    static Traffic of(Map<MetricName, ? extends Metric> metrics) {
        double open = 0;
        double closed = 0;
        double received = 0;
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            if (metric.getKey().group().equals("consumer-metrics")
                    && metric.getValue().metricValue() instanceof Double value) {
                switch (metric.getKey().name()) {
                    case "connection-count" -> open = value;
                    case "connection-close-total" -> closed = value;
                    case "incoming-byte-total" -> received = value;
                    default -> {
                        // says nothing of connections
                    }
                }
            }
        }
        return new Traffic(open, closed, received);
    }

    /**
     * Whether, since {@code before}, somebody took the connection and kept silent, or was slow: rather than that nobody
     * took it, or that it was torn while answers came.
     */
    boolean isSlowSince(Traffic before) {
        return open > 0 && (closed == before.closed || receivedBytes == before.receivedBytes);
    }
}
