package rung.core.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;
import rung.core.time.Nanos;

/** Sums up the {@link Fingerprint} of slots, one after another; about a microsecond each. Not thread-safe. */
final class FingerprintTally {
    private static final int MOMENTS = 4 * Long.BYTES + 1;
    private static final int LONGS = Fingerprint.BYTES / Long.BYTES;
    private static final long NOT_SEEN = -1;

    private final MessageDigest digest = sha512();
    private final byte[] moments = new byte[MOMENTS];
    private final ByteBuffer out = ByteBuffer.wrap(moments);
    private final byte[] hash = new byte[Fingerprint.BYTES];
    private final ByteBuffer words = ByteBuffer.wrap(hash);
    private final long[] sum = new long[LONGS];
    private boolean isKnown = true;

    private static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-512, which every Java has", e);
        }
    }

    void add(SlotOutcome slot) {
        long intended = Nanos.of(slot.intended());
        out.clear();
        out.putLong(intended).putLong(Nanos.of(slot.handed()));
        String cycle = "";
        if (slot.outcome() instanceof Outcome.Seen seen) {
            out.putLong(Nanos.of(seen.lastMissing()))
                    .putLong(Nanos.of(seen.firstSeen()))
                    .put((byte) 0);
            cycle = seen.cycle().id();
        } else if (slot.outcome() instanceof Outcome.Unseen unseen) {
            out.putLong(Nanos.of(unseen.lastMissing())).putLong(NOT_SEEN).put((byte) 0);
        } else {
            out.putLong(intended).putLong(NOT_SEEN).put((byte) 1);
        }
        digest.update(moments);
        digest.update(cycle.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(slot.lane().getBytes(StandardCharsets.UTF_8));
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-512 does not fit into its 64 bytes", e);
        }
        addHash();
    }

    /** Adds what a fold holds; absent where the fold is older than fingerprints, and then the sum is not known. */
    void add(Optional<Fingerprint> fingerprint) {
        if (fingerprint.isEmpty()) {
            isKnown = false;
            return;
        }
        System.arraycopy(fingerprint.get().bytes(), 0, hash, 0, hash.length);
        addHash();
    }

    private void addHash() {
        long carry = 0;
        for (int i = LONGS - 1; i >= 0; i--) {
            long word = words.getLong(i * Long.BYTES);
            long plus = sum[i] + word;
            long carried = plus + carry;
            carry = Long.compareUnsigned(plus, word) < 0 || (carry == 1 && carried == 0) ? 1 : 0;
            sum[i] = carried;
        }
    }

    /** Absent when a fold without one was added. */
    Optional<Fingerprint> fingerprint() {
        ByteBuffer bytes = ByteBuffer.allocate(Fingerprint.BYTES);
        for (long word : sum) {
            bytes.putLong(word);
        }
        return isKnown ? Optional.of(Fingerprint.of(bytes.array())) : Optional.empty();
    }
}
