package rung.probe.canary;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * When each slot's sale is due and which key it touches: one sale at a uniformly random moment of each slot, so that the
 * schedule cannot lock phase with a batch, and a uniformly random key. Both follow from the seed and the slot's number
 * alone, so neither can depend on anything that was measured. Open loop: nothing that happens moves a slot.
 *
 * @param seed of the run
 * @param pipeline whose schedule it is; two pipelines of a run have different ones
 * @param firstSlot when slot 0 begins
 * @param slot length of a slot
 * @param keys how many keys there are to draw from
 */
public record Schedule(long seed, String pipeline, Instant firstSlot, Duration slot, int keys) {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /**
     * One planned sale.
     *
     * @param slot its number, from 0
     * @param intended when the till should send it
     * @param key index of the key that it touches
     */
    public record Planned(long slot, Instant intended, int key) {}

    public Schedule {
        if (keys < 1) {
            throw new IllegalArgumentException("no keys to draw from");
        }
    }

    /** The sale of slot {@code number}; constant cost, in any order. */
    public Planned planned(long number) {
        SplittableRandom random = new SplittableRandom(mixed(mixed(mixed(seed) ^ hashed(pipeline)) + number));
        long offset = random.nextLong(slot.toNanos());
        int key = random.nextInt(keys);
        return new Planned(number, firstSlot.plus(slot.multipliedBy(number)).plusNanos(offset), key);
    }

    /** Sixty-four bits, for names of the same {@link String#hashCode} are easily found. */
    private static long hashed(String name) {
        long hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = mixed(hash + name.charAt(i));
        }
        return hash;
    }

    /** The finalizer of SplitMix64: neighbouring numbers become unrelated ones. */
    private static long mixed(long number) {
        long z = number + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
