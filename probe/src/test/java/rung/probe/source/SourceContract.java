package rung.probe.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import rung.core.measure.Injection;
import rung.core.measure.StockKey;
import rung.core.time.SystemTimeline;
import rung.core.time.Timeline;

/** What the probe relies on, of every source: the fake's and the real adapters' tests extend this. */
public abstract class SourceContract {
    protected static final ReservedKeys RESERVED =
            new ReservedKeys(List.of("9901", "9902"), List.of("RUNG-0001", "RUNG-0002"));

    /** A word in the configuration of a source that is not let in; no message may repeat it. */
    protected static final String SECRET = "hushhush";

    private static final Duration AMPLE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(2);
    private static final Instant EVENING = Instant.parse("2026-11-08T18:00:00.123Z");
    private static final List<String> OUR_THREADS =
            List.of("rung-", "kafka-producer-network-thread", "kafka-admin-client-thread", "HttpClient-");

    protected final Timeline timeline = SystemTimeline.start();
    private final Map<String, List<Delivery>> told = new ConcurrentHashMap<>();
    private final List<Source> opened = new ArrayList<>();
    private final AtomicLong slots = new AtomicLong();

    /** What the pipeline finds at its front door. */
    public record Entered(String transaction, String store, String sku, int delta, Instant time) {}

    /** A source over the world of this test, which can be cut, stalled and torn. */
    protected abstract SourceSettings settings(Duration deliveryTimeout);

    /** One whose server is not there. */
    protected abstract SourceSettings nowhere(Duration deliveryTimeout) throws Exception;

    /** One whose topic, table or path is not there. */
    protected abstract SourceSettings misplaced() throws Exception;

    /** One that is not let in, with {@link #SECRET} as its secret; empty when nobody is refused. */
    protected abstract Optional<SourceSettings> uninvited() throws Exception;

    /** All that entered so far, each as often as it did. */
    protected abstract List<Entered> entered() throws Exception;

    /** Makes the world unreachable. */
    protected abstract void cut() throws Exception;

    /** Lets transactions in, and answers none. */
    protected abstract void stall() throws Exception;

    /** Lets transactions in, and breaks each answer off. */
    protected abstract void tear() throws Exception;

    /** Makes the world whole again. */
    protected abstract void restore() throws Exception;

    /** How a message names the place that is cut. */
    protected abstract String address();

    @AfterEach
    final void closeSources() throws Exception {
        restore();
        opened.forEach(Source::close);
    }

    @Test
    void theCheckPassesAndSendsNothing() throws Exception {
        source(AMPLE).check();

        assertThat(entered()).isEmpty();
    }

    @Test
    void theCheckNamesAServerThatIsNotThere() throws Exception {
        Source nowhere = open(nowhere(SHORT));

        assertThatThrownBy(nowhere::check).isInstanceOf(IOException.class).hasMessageContainingAll("reach", "right?");
    }

    @Test
    void theCheckNamesAPlaceThatIsNotThereAndSendsNothing() throws Exception {
        Source misplaced = open(misplaced());

        assertThatThrownBy(misplaced::check)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not exist")
                .hasMessageMatching("(?s).*(; |\\?).*");
        assertThat(entered()).isEmpty();
    }

    @Test
    void theCheckSaysThatItIsNotLetInAndKeepsTheSecret() throws Exception {
        Optional<SourceSettings> uninvited = uninvited();
        assumeTrue(uninvited.isPresent(), "nobody is refused there");
        Source source = open(uninvited.get());

        assertThatThrownBy(source::check)
                .isInstanceOf(IOException.class)
                .hasMessageMatching("(?s).*(refuses|forbids).*; .*")
                .hasMessageNotContaining(SECRET);
        assertThat(uninvited.get().toString()).doesNotContain(SECRET);
        assertThat(entered()).isEmpty();
    }

    @Test
    void aSendThatIsNotLetInIsRefusedAndKeepsTheSecret() throws Exception {
        Optional<SourceSettings> uninvited = uninvited();
        assumeTrue(uninvited.isPresent(), "nobody is refused there");
        Injection sale = sale();

        send(open(uninvited.get()), sale);

        assertThat(refused(sale).reason()).containsPattern("refuses|forbids").doesNotContain(SECRET);
        assertThat(entered()).isEmpty();
    }

    @Test
    void aTransactionEntersOnceAsItWasPlanned() throws Exception {
        Source source = source(AMPLE);
        Injection sale = sale();
        Injection undone = sale.returned(EVENING.plusSeconds(93));

        send(source, sale);
        accepted(sale);
        send(source, undone);
        accepted(undone);

        assertThat(entered())
                .containsExactlyInAnyOrder(
                        new Entered(sale.id(), "9901", "RUNG-0001", -1, EVENING),
                        new Entered(undone.id(), "9901", "RUNG-0001", 1, EVENING.plusSeconds(93)));
    }

    @Test
    void itIsAcknowledgedOnceAfterItEntered() throws Exception {
        Source source = source(AMPLE);
        Injection sale = sale();
        List<Entered> whenTold = new CopyOnWriteArrayList<>();
        Instant before = timeline.now();

        source.send(sale, delivery -> {
            whenTold.addAll(enteredNow());
            tell(sale, delivery);
        });

        Delivery.Accepted accepted = accepted(sale);
        assertThat(accepted.at()).isBetween(before, timeline.now());
        assertThat(whenTold).extracting(Entered::transaction).containsExactly(sale.id());
    }

    @Test
    void aKeyThatIsNotReservedIsRefusedAndNothingIsSent() throws Exception {
        Source source = source(AMPLE);
        Injection foreign = new Injection(
                "r", "sales", 0, Injection.Kind.SALE, new StockKey("0001", "RUNG-0001"), 1, timeline.now());

        assertThatThrownBy(() -> send(source, foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0001/RUNG-0001 is not reserved");

        Injection sale = sale();
        send(source, sale);
        accepted(sale);
        assertThat(told).containsOnlyKeys(sale.id());
        assertThat(entered()).extracting(Entered::transaction).containsExactly(sale.id());
    }

    @Test
    void aSendThatReachesNobodyIsRefusedOnceAndDoesNotThrow() throws Exception {
        Source source = open(nowhere(SHORT));
        Injection sale = sale();

        send(source, sale);

        assertThat(refused(sale).reason()).contains("right?");
        source.close();
        assertThat(saidOf(sale)).hasSize(1);
    }

    @Test
    void whatIsRefusedBecauseTheServerIsGoneIsNeverSentAgain() throws Exception {
        Source source = source(SHORT);
        Injection before = sale();
        send(source, before);
        accepted(before);
        cut();
        Injection lost = sale();
        send(source, lost);
        assertThat(refused(lost).reason()).contains(address());

        restore();
        Injection after = acceptedInTheEnd(source);

        assertThat(entered())
                .extracting(Entered::transaction)
                .contains(before.id(), after.id())
                .doesNotContain(lost.id());
        assertThat(saidOf(lost)).hasSize(1);
    }

    @Test
    void anAnswerThatDoesNotComeIsARefusalAtTheDeliveryTimeout() throws Exception {
        Source source = source(SHORT);
        Injection before = sale();
        send(source, before);
        accepted(before);
        stall();
        Injection sale = sale();
        Instant sent = timeline.now();

        send(source, sale);

        Delivery.Refused refused = refused(sale);
        assertThat(Duration.between(sent, refused.at())).isGreaterThanOrEqualTo(SHORT);
        assertThat(refused.reason()).contains(address()).contains("?");
        restore();
        source.close();
        assertThat(saidOf(sale)).hasSize(1);
        assertThat(times(sale)).isLessThanOrEqualTo(1);
    }

    @Test
    void anAnswerThatBreaksOffIsARefusalAndTheTransactionEntersAtMostOnce() throws Exception {
        Source source = source(SHORT);
        Injection before = sale();
        send(source, before);
        accepted(before);
        tear();
        Injection sale = sale();

        send(source, sale);

        assertThat(refused(sale).reason()).contains("?");
        restore();
        Injection after = acceptedInTheEnd(source);
        assertThat(saidOf(sale)).hasSize(1);
        assertThat(times(sale)).isLessThanOrEqualTo(1);
        assertThat(times(after)).isEqualTo(1);
    }

    @Test
    void aTillsDuplicateIsCarriedAsTheSameTransactionTwice() throws Exception {
        assumeTrue(settings(AMPLE).traits().duplicates().isPresent(), "it can carry no duplicate, and says so");
        Source source = source(AMPLE);
        Injection sale = sale();

        send(source, sale);
        send(source, sale);

        await().atMost(AMPLE).until(() -> saidOf(sale).size() == 2);
        assertThat(saidOf(sale)).hasOnlyElementsOfType(Delivery.Accepted.class);
        Entered same = new Entered(sale.id(), "9901", "RUNG-0001", -1, EVENING);
        assertThat(entered()).containsExactly(same, same);
    }

    @Test
    void severalThreadsMaySendTogether() throws Exception {
        Source source = source(AMPLE);
        List<Injection> sales = IntStream.range(0, 200).mapToObj(i -> sale()).toList();
        List<Thread> tills = IntStream.range(0, 4)
                .mapToObj(till ->
                        new Thread(() -> IntStream.range(0, 50).forEach(i -> send(source, sales.get(4 * i + till)))))
                .toList();

        tills.forEach(Thread::start);
        for (Thread till : tills) {
            till.join();
        }

        sales.forEach(this::accepted);
        assertThat(entered())
                .extracting(Entered::transaction)
                .containsExactlyInAnyOrderElementsOf(
                        sales.stream().map(Injection::id).toList());
    }

    @Test
    void closingWaitsForThousandsThatAreOnTheirWay() throws Exception {
        Source source = source(AMPLE);
        List<Injection> sales = IntStream.range(0, 3000).mapToObj(i -> sale()).toList();
        sales.forEach(sale -> send(source, sale));

        source.close();

        assertThat(told).hasSize(3000);
        assertThat(told.values())
                .allSatisfy(deliveries -> assertThat(deliveries).singleElement().isInstanceOf(Delivery.Accepted.class));
        assertThat(entered())
                .extracting(Entered::transaction)
                .containsExactlyInAnyOrderElementsOf(
                        sales.stream().map(Injection::id).toList());
    }

    @Test
    void closingTwiceIsHarmlessAndNothingIsSentAfterwards() throws Exception {
        Source source = source(AMPLE);
        Injection before = sale();
        send(source, before);
        source.close();
        source.close();
        Injection after = sale();

        send(source, after);

        accepted(before);
        assertThat(refused(after).reason()).contains("closed");
        assertThat(entered()).extracting(Entered::transaction).containsExactly(before.id());
    }

    /** The JDK's HTTP client cannot be closed before Java 21: its selector ends when the collector finds it unused. */
    @Test
    void noThreadIsLeftOnceItIsClosed() throws Exception {
        Set<Thread> before = ourThreads();
        closedAfterOneSend();

        await().atMost(AMPLE).untilAsserted(() -> {
            Set<Thread> left = ourThreads();
            left.removeAll(before);
            left.removeIf(thread -> thread.getName().matches("HttpClient-\\d+-SelectorManager"));
            assertThat(left).isEmpty();
        });
    }

    private void closedAfterOneSend() throws Exception {
        Injection sale = sale();
        try (Source source = settings(AMPLE).open(timeline, RESERVED)) {
            source.check();
            send(source, sale);
            accepted(sale);
        }
    }

    @Test
    void aSendOnAnInterruptedThreadDoesNotThrowAndLeavesItInterrupted() throws Exception {
        Source source = source(AMPLE);
        Injection sale = sale();

        Thread.currentThread().interrupt();
        send(source, sale);

        assertThat(Thread.interrupted()).isTrue();
        await().atMost(AMPLE).until(() -> told.containsKey(sale.id()));
        assertThat(saidOf(sale)).hasSize(1);
    }

    @Test
    void itSaysWhatAcknowledgedMeansAndWhoseClockSaysWhen() {
        assertThat(settings(AMPLE).traits().acknowledged()).isNotBlank().contains("clock");
    }

    /** A new sale of the first reserved key; its quantity goes round. */
    protected final Injection sale() {
        long slot = slots.getAndIncrement();
        return new Injection("r", "sales", slot, Injection.Kind.SALE, RESERVED.key(0), 1 << slot % 8, EVENING);
    }

    protected final Source open(SourceSettings settings) {
        Source source = settings.open(timeline, RESERVED);
        opened.add(source);
        return source;
    }

    private Source source(Duration timeout) {
        return open(settings(timeout));
    }

    protected final void send(Source source, Injection injection) {
        source.send(injection, delivery -> tell(injection, delivery));
    }

    private void tell(Injection injection, Delivery delivery) {
        told.computeIfAbsent(injection.id(), id -> new CopyOnWriteArrayList<>()).add(delivery);
    }

    private List<Delivery> saidOf(Injection injection) {
        return told.getOrDefault(injection.id(), List.of());
    }

    /** The one thing that was said of it, which was that it entered. */
    protected final Delivery.Accepted accepted(Injection injection) {
        assertThat(only(injection)).isInstanceOf(Delivery.Accepted.class);
        return (Delivery.Accepted) only(injection);
    }

    /** The one thing that was said of it, which was no. */
    protected final Delivery.Refused refused(Injection injection) {
        assertThat(only(injection)).isInstanceOf(Delivery.Refused.class);
        return (Delivery.Refused) only(injection);
    }

    private Delivery only(Injection injection) {
        if (!told.containsKey(injection.id())) {
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .atMost(AMPLE)
                    .until(() -> told.containsKey(injection.id()));
        }
        assertThat(saidOf(injection)).hasSize(1);
        return saidOf(injection).get(0);
    }

    /** The first sale that is accepted again after an outage; those before it may be refused. */
    private Injection acceptedInTheEnd(Source source) {
        List<Injection> tried = new ArrayList<>();
        await().atMost(AMPLE).until(() -> {
            Injection next = sale();
            tried.add(next);
            send(source, next);
            return only(next) instanceof Delivery.Accepted;
        });
        return tried.get(tried.size() - 1);
    }

    private long times(Injection injection) throws Exception {
        return entered().stream()
                .filter(one -> one.transaction().equals(injection.id()))
                .count();
    }

    private List<Entered> enteredNow() {
        try {
            return entered();
        } catch (Exception e) {
            throw new IllegalStateException("cannot see what entered", e);
        }
    }

    private static Set<Thread> ourThreads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> OUR_THREADS.stream().noneMatch(thread.getName()::startsWith));
        return threads;
    }
}
