package rung.core.evidence;

import java.math.BigInteger;
import java.util.HexFormat;

/**
 * What tells the facts of slots from all others: the sum of the SHA-512 of each slot's facts, modulo 2^512. It does not
 * depend on their order, nor on what was folded, and two of them add up. It finds what was lost, doubled or changed by
 * accident; it is no seal against somebody who makes up facts to match.
 *
 * <p>The bytes that stand for a slot are four moments in nanoseconds since 1970, as signed numbers of eight bytes, highest
 * first: intended, handed over (or intended), the last read without it (or intended), the first read with it (or -1); a
 * byte 1 when it is unmeasured, else 0; its cycle in UTF-8, a byte 0, and its lane in UTF-8.
 *
 * @param sum from 0 to 2^512 - 1
 */
public record Fingerprint(BigInteger sum) {
    static final int BYTES = 64;

    /** Of no slots. */
    public static final Fingerprint NOTHING = new Fingerprint(BigInteger.ZERO);

    /** Of the slots of both. */
    public Fingerprint plus(Fingerprint other) {
        return new Fingerprint(sum.add(other.sum).mod(BigInteger.ONE.shiftLeft(BYTES * Byte.SIZE)));
    }

    /** The sum in 64 bytes, highest first. */
    public byte[] bytes() {
        byte[] bytes = new byte[BYTES];
        byte[] digits = sum.toByteArray();
        int length = Math.min(BYTES, digits.length);
        System.arraycopy(digits, digits.length - length, bytes, BYTES - length, length);
        return bytes;
    }

    /** Reads what {@link #bytes} wrote. */
    public static Fingerprint of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a fingerprint has " + BYTES + " bytes, not " + bytes.length);
        }
        return new Fingerprint(new BigInteger(1, bytes));
    }

    /** 128 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
