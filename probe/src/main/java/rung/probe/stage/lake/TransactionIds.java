package rung.probe.stage.lake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Transactions that a key's sum has in it, eight bytes each: the begin of the id's hash. That two of ten million ids share
 * one, so that the second is left out of the sum, has a chance of about one in 400,000.
 */
public final class TransactionIds {
    private static final TransactionIds NONE = new TransactionIds(new long[0]);

    private final long[] sorted;

    private TransactionIds(long[] sorted) {
        this.sorted = sorted;
    }

    public static TransactionIds none() {
        return NONE;
    }

    /** What is remembered of {@code id}. */
    public static long hash(String id) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            long hash = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                hash = (hash << Byte.SIZE) | (digest[i] & 0xff);
            }
            return hash;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java lacks SHA-256, which every Java has", e);
        }
    }

    public boolean contains(long hash) {
        return Arrays.binarySearch(sorted, hash) >= 0;
    }

    public int size() {
        return sorted.length;
    }

    /** These and {@code more}, of which none is here yet, nor twice. */
    public TransactionIds and(LongStream more) {
        return new TransactionIds(
                LongStream.concat(Arrays.stream(sorted), more).sorted().toArray());
    }
}
