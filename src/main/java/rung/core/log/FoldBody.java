package rung.core.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import rung.core.evidence.EdgeCounts;
import rung.core.evidence.Fingerprint;
import rung.core.evidence.Fold;
import rung.core.evidence.IntervalHistogram;
import rung.core.evidence.WindowCounts;
import rung.core.measure.Cycle;
import rung.core.time.Nanos;

/** A fold as bytes, behind a checksum: what a look needs of it is read at once. */
final class FoldBody {
    private FoldBody() {}

    static byte[] encode(Fold fold) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(0);
            write(out, fold.edges());
            out.writeLong(fold.counts().slots());
            out.writeLong(fold.counts().seen());
            out.writeLong(fold.counts().unmeasured());
            out.writeLong(fold.cycles());
            out.writeInt(fold.borderCycles().size());
            for (Cycle cycle : fold.borderCycles()) {
                write(out, cycle.id().getBytes(StandardCharsets.UTF_8));
            }
            out.writeLong(fold.largestAge().toNanos());
            for (IntervalHistogram histogram : List.of(fold.staleness(), fold.widths(), fold.slips())) {
                write(out, histogram.encode());
            }
            out.writeInt(fold.aside().size());
            for (Fold.Aside aside : fold.aside()) {
                out.writeLong(Nanos.of(aside.intended()));
                out.writeLong(Nanos.bound(aside.overtakenAt()));
            }
            if (fold.fingerprint().isPresent()) {
                out.write(fold.fingerprint().get().bytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] body = bytes.toByteArray();
        ByteBuffer.wrap(body).putLong(checksum(body));
        return body;
    }

    private static void write(DataOutputStream out, List<EdgeCounts> edges) throws IOException {
        out.writeInt(edges.size());
        for (EdgeCounts counts : edges) {
            out.writeLong(counts.edge().toNanos());
            out.writeLong(counts.slots());
            out.writeLong(counts.late());
            out.writeLong(counts.certainlyLate());
            out.writeLong(counts.unmeasured());
        }
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the bytes are something else
     */
    static Fold decode(Instant from, Instant to, byte[] body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            if (in.readLong() != checksum(body)) {
                throw new IllegalArgumentException("damaged: its checksum does not match");
            }
            List<EdgeCounts> edges = edges(in);
            long slots = in.readLong();
            long seen = in.readLong();
            long unmeasured = in.readLong();
            long count = in.readLong();
            Set<Cycle> cycles = cycles(in);
            Duration largestAge = Duration.ofNanos(in.readLong());
            IntervalHistogram staleness = IntervalHistogram.decode(bytes(in));
            IntervalHistogram widths = IntervalHistogram.decode(bytes(in));
            IntervalHistogram slips = IntervalHistogram.decode(bytes(in));
            List<Fold.Aside> aside = aside(in);
            return new Fold(
                    from,
                    to,
                    edges,
                    new WindowCounts(slots, seen, seen, 0, 0, unmeasured),
                    count,
                    cycles,
                    largestAge,
                    staleness,
                    widths,
                    slips,
                    fingerprint(in.readAllBytes()),
                    aside);
        } catch (IOException e) {
            throw new IllegalArgumentException("damaged: " + e.getMessage(), e);
        }
    }

    /** What follows is absent in bodies that are older than it. */
    private static Optional<Fingerprint> fingerprint(byte[] rest) {
        return rest.length == 0 ? Optional.empty() : Optional.of(Fingerprint.of(rest));
    }

    private static List<EdgeCounts> edges(DataInputStream in) throws IOException {
        List<EdgeCounts> edges = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            edges.add(new EdgeCounts(
                    Duration.ofNanos(in.readLong()), in.readLong(), in.readLong(), in.readLong(), in.readLong()));
        }
        return edges;
    }

    private static Set<Cycle> cycles(DataInputStream in) throws IOException {
        Set<Cycle> cycles = new LinkedHashSet<>();
        for (int left = in.readInt(); left > 0; left--) {
            cycles.add(new Cycle(new String(bytes(in), StandardCharsets.UTF_8)));
        }
        return cycles;
    }

    private static List<Fold.Aside> aside(DataInputStream in) throws IOException {
        List<Fold.Aside> aside = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            Instant intended = Nanos.instant(in.readLong());
            long overtaken = in.readLong();
            aside.add(new Fold.Aside(intended, overtaken == Long.MAX_VALUE ? Instant.MAX : Nanos.instant(overtaken)));
        }
        return aside;
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }

    private static long checksum(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body, Long.BYTES, body.length - Long.BYTES);
        return crc.getValue();
    }
}
