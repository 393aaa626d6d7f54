package rung.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rung.core.measure.Cycle;
import rung.core.measure.Outcome;
import rung.core.measure.SlotOutcome;

class FingerprintTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void ofNothingItIsZero() {
        assertThat(new FingerprintTally().fingerprint()).contains(Fingerprint.NOTHING);
        assertThat(Fingerprint.NOTHING.toString()).isEqualTo("0".repeat(128));
    }

    /** Written from the description, with the library's own big numbers. */
    @Test
    void itIsTheSumOfTheHashesOfTheBytesThatStandForSlots() throws Exception {
        List<SlotOutcome> slots = slots(1_000);
        BigInteger sum = BigInteger.ZERO;
        for (SlotOutcome slot : slots) {
            sum = sum.add(new BigInteger(1, MessageDigest.getInstance("SHA-512").digest(described(slot))));
        }
        sum = sum.mod(BigInteger.TWO.pow(512));

        assertThat(of(slots)).isEqualTo(new Fingerprint(sum));
        assertThat(Fingerprint.of(of(slots).bytes())).isEqualTo(of(slots));
        assertThat(of(slots)).hasToString("%0128x".formatted(sum));
    }

    @Test
    void orderAndGroupsDoNotMatter() {
        List<SlotOutcome> slots = slots(1_000);
        Fingerprint whole = of(slots);
        FingerprintTally tally = new FingerprintTally();
        tally.add(Optional.of(of(slots.subList(0, 400))));
        slots.subList(400, 1_000).forEach(tally::add);
        List<SlotOutcome> shuffled = new ArrayList<>(slots);
        Collections.shuffle(shuffled, new Random(1));

        assertThat(tally.fingerprint()).contains(whole);
        assertThat(of(shuffled)).isEqualTo(whole);
        assertThat(of(slots.subList(0, 400)).plus(of(slots.subList(400, 1_000))))
                .isEqualTo(whole);
    }

    @Test
    void eachPartOfASlotMatters() {
        Outcome seen = new Outcome.Seen(NOON.plusSeconds(1), NOON.plusSeconds(2), new Cycle("c"));
        List<SlotOutcome> different = List.of(
                new SlotOutcome(NOON, NOON, "", seen),
                new SlotOutcome(NOON.minusNanos(1), NOON, "", seen),
                new SlotOutcome(NOON, NOON.plusNanos(1), "", seen),
                new SlotOutcome(NOON, NOON, "9901", seen),
                new SlotOutcome(NOON, NOON, "", new Outcome.Seen(NOON, NOON.plusSeconds(2), new Cycle("c"))),
                new SlotOutcome(NOON, NOON, "", new Outcome.Seen(NOON, NOON.plusSeconds(2), new Cycle("d"))),
                new SlotOutcome(NOON, NOON, "", new Outcome.Unseen(NOON.plusSeconds(1))),
                new SlotOutcome(NOON, NOON, "", new Outcome.Unseen(NOON)),
                new SlotOutcome(NOON, NOON, "", new Outcome.Unmeasured("no key")));

        assertThat(different.stream().map(slot -> of(List.of(slot)))).doesNotHaveDuplicates();
    }

    @Test
    void aFoldThatIsOlderThanFingerprintsMakesTheSumUnknown() {
        FingerprintTally tally = new FingerprintTally();
        tally.add(Optional.empty());
        slots(1).forEach(tally::add);

        assertThat(tally.fingerprint()).isEmpty();
    }

    @Test
    void otherBytesAreNoFingerprint() {
        assertThatThrownBy(() -> Fingerprint.of(new byte[63])).isInstanceOf(IllegalArgumentException.class);
    }

    private static Fingerprint of(List<SlotOutcome> slots) {
        FingerprintTally tally = new FingerprintTally();
        slots.forEach(tally::add);
        return tally.fingerprint().orElseThrow();
    }

    private static List<SlotOutcome> slots(int count) {
        Random random = new Random(5);
        List<SlotOutcome> slots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instant intended = NOON.plusSeconds(i).plusNanos(random.nextInt(1_000_000_000));
            Instant missed = intended.plusNanos(random.nextInt(1_000_000_000));
            Outcome outcome =
                    switch (i % 5) {
                        case 0 -> new Outcome.Unseen(missed);
                        case 1 -> new Outcome.Unmeasured("no key");
                        default -> new Outcome.Seen(missed, missed.plusMillis(3), new Cycle("snäp-" + i / 7));
                    };
            slots.add(new SlotOutcome(intended, intended.plusMillis(i % 3), "99" + i % 10, outcome));
        }
        return slots;
    }

    private static byte[] described(SlotOutcome slot) throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(nanos(slot.intended()));
        out.writeLong(nanos(slot.handed()));
        out.writeLong(slot.outcome()
                .fold(
                        seen -> nanos(seen.lastMissing()),
                        unseen -> nanos(unseen.lastMissing()),
                        no -> nanos(slot.intended())));
        out.writeLong(slot.outcome().fold(seen -> nanos(seen.firstSeen()), unseen -> -1L, no -> -1L));
        out.writeByte(slot.outcome() instanceof Outcome.Unmeasured ? 1 : 0);
        out.write(slot.outcome()
                .fold(seen -> seen.cycle().id(), unseen -> "", no -> "")
                .getBytes(StandardCharsets.UTF_8));
        out.writeByte(0);
        out.write(slot.lane().getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static long nanos(Instant moment) {
        return moment.getEpochSecond() * 1_000_000_000 + moment.getNano();
    }
}
