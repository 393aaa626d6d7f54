package rung.probe.stage.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pages that carried a strong ETag when they were last fetched: when the server says now that a page is still that one,
 * its body is what the server would send.
 */
final class KnownPages {
    private static final int MOST = 1_000;
    private static final int LONGEST_BODY_BYTES = 1 << 16;

    /** What a page was when it carried this tag. */
    static final class Known {
        private final String etag;
        private final byte[] body;

        private Known(String etag, byte[] body) {
            this.etag = etag;
            this.body = body;
        }

        String etag() {
            return etag;
        }

        byte[] body() {
            return body;
        }
    }

    private final Map<String, Known> pages = new LinkedHashMap<>();

    /** Remembers what was fetched from {@code address}, if it can be asked for by its tag; forgets it else. */
    synchronized void fetched(String address, Optional<String> etag, byte[] body) {
        pages.remove(address);
        // A weak tag (W/) says "as good as the same", which a count may be to the shop and not to a measurement
        etag.filter(tag -> tag.startsWith("\"") && body.length <= LONGEST_BODY_BYTES)
                .ifPresent(tag -> pages.put(address, new Known(tag, body)));
        if (pages.size() > MOST) {
            pages.remove(pages.keySet().iterator().next());
        }
    }

    synchronized Optional<Known> at(String address) {
        return Optional.ofNullable(pages.get(address));
    }
}
