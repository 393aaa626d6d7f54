package rung.cli.reference;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reference pipeline that is open.
 *
 * @param pipeline its part of a pipelines.yaml: what stands below its name
 * @param parts what is to be closed, the latest last
 */
public record Open(String pipeline, List<AutoCloseable> parts) implements AutoCloseable {
    public Open {
        parts = List.copyOf(parts);
    }

    /**
     * Closes all parts, the latest first, also when one of them fails to.
     *
     * @throws IllegalStateException with the last failure, when one did not close
     */
    @Override
    public void close() {
        @Nullable Exception failure = null;
        for (int i = parts.size() - 1; i >= 0; i--) {
            try {
                parts.get(i).close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = e;
            } catch (Exception e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new IllegalStateException("a part of the pipeline did not close: " + failure.getMessage(), failure);
        }
    }
}
