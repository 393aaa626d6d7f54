package rung.probe.stage.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.probe.stage.Answer;
import rung.probe.wire.Reasons;

/**
 * What the messages of a topic, read so far, say of the positions that were asked for; of others it keeps nothing. Has no
 * clock and does no I/O.
 */
final class TopicCounts {
    private static final Logger log = LoggerFactory.getLogger(TopicCounts.class);

    /** The newest message of a position. */
    private record Told(Optional<Long> units, Cycle cycle) {}

    /** The newest message of a position cannot be understood. */
    private record Bad(Fault fault, String reason) {}

    private final TopicSettings settings;
    private final MessageReader reader;
    private final MessageKeys messageKeys;
    private final Set<StockKey> asked = new HashSet<>();
    private final Map<StockKey, Told> told = new HashMap<>();
    private final Map<StockKey, Bad> bad = new HashMap<>();
    private final RecentTransactions transactions = new RecentTransactions();
    private long understood;
    private long unreadable;
    private String lastUnreadable = "";

    TopicCounts(TopicSettings settings) {
        this.settings = settings;
        this.reader = new MessageReader(settings.position(), settings.content());
        this.messageKeys = new MessageKeys(settings.position());
    }

    /** Keeps what is said of {@code positions} from now on; returns whether any of them was not asked for before. */
    boolean ask(Set<StockKey> positions) {
        boolean isNew = false;
        for (StockKey position : positions) {
            if (asked.add(position)) {
                messageKeys.ask(position);
                isNew = true;
            }
        }
        return isNew;
    }

    /** The topic is about to be read anew. */
    void forget() {
        told.clear();
        bad.clear();
        messageKeys.forget();
        understood = 0;
        unreadable = 0;
    }

    /** Takes the next message; {@code place} is its partition and offset. */
    void take(String place, byte @Nullable [] key, byte @Nullable [] value) {
        Optional<StockKey> byKey = messageKeys.position(key);
        if (messageKeys.followATemplate() && byKey.isEmpty()) {
            understood++;
            return;
        }
        Message message = reader.read(value, messageKeys.followATemplate() ? byKey : Optional.empty());
        if (message instanceof Message.OnHand onHand) {
            onHand(place, key, onHand);
        } else if (message instanceof Message.Moved moved) {
            moved(place, key, moved);
        } else if (message instanceof Message.Gone gone) {
            understood++;
            gone.position()
                    .or(() -> byKey)
                    .filter(asked::contains)
                    .ifPresent(position -> tell(position, Optional.empty(), place));
        } else if (message instanceof Message.Unreadable nothing) {
            unreadable(place, byKey, nothing.why());
        }
    }

    private void onHand(String place, byte @Nullable [] key, Message.OnHand message) {
        if (isAskedFor(message.position(), key)) {
            Optional<Long> units = Answer.whole(written(message.count()));
            if (units.isPresent()) {
                tell(message.position(), units, place);
            } else {
                notACount(place, message.position(), message.count(), "count", "not a whole number");
            }
        }
    }

    private void moved(String place, byte @Nullable [] key, Message.Moved message) {
        if (!isAskedFor(message.position(), key)) {
            return;
        }
        Optional<Long> units = Answer.whole(written(message.delta()));
        Optional<Integer> sign =
                message.kind().isEmpty() ? Optional.of(1) : message.kind().flatMap(kind -> sign(kind.asText()));
        Optional<String> transaction =
                message.transaction().map(JsonNode::asText).filter(id -> !id.isBlank());
        if (units.isEmpty()) {
            notACount(place, message.position(), message.delta(), "delta", "not a whole number");
        } else if (sign.isEmpty()) {
            notACount(place, message.position(), message.kind().orElseThrow(), "kind", "neither SALE nor RETURN");
        } else if (message.transaction().isPresent() && transaction.isEmpty()) {
            notACount(place, message.position(), message.transaction().get(), "transaction", "no id");
        } else if (transaction.isEmpty() || transactions.add(transaction.get())) {
            long before = Optional.ofNullable(told.get(message.position()))
                    .flatMap(Told::units)
                    .orElse(0L);
            told.put(message.position(), new Told(Optional.of(before + sign.get() * units.get()), new Cycle(place)));
        }
    }

    private static Optional<Integer> sign(String kind) {
        return switch (kind) {
            case "SALE" -> Optional.of(-1);
            case "RETURN" -> Optional.of(1);
            default -> Optional.empty();
        };
    }

    private boolean isAskedFor(StockKey position, byte @Nullable [] key) {
        understood++;
        boolean isAsked = asked.contains(position);
        if (settings.content() instanceof Content.OnHand) {
            messageKeys.learn(key, position, isAsked);
        }
        return isAsked;
    }

    private void tell(StockKey position, Optional<Long> units, String place) {
        bad.remove(position);
        told.put(position, new Told(units, new Cycle(place)));
    }

    private void notACount(String place, StockKey position, JsonNode found, String key, String expected) {
        String pointer =
                switch (key) {
                    case "kind" -> movements().kind().orElse("");
                    case "transaction" -> movements().transaction().orElse("");
                    case "delta" -> movements().delta();
                    default -> ((Content.OnHand) settings.content()).count();
                };
        String what = found.isMissingNode()
                ? " nothing stands at " + pointer
                : " " + pointer + " holds " + Reasons.excerpt(found.toString()) + ", " + expected;
        bad.put(
                position,
                new Bad(
                        found.isMissingNode() ? Fault.NOT_FOUND : Fault.NOT_A_COUNT,
                        settings.address() + ", message " + place + ":" + what + "; is " + key + " right?"));
    }

    private Content.Movements movements() {
        return (Content.Movements) settings.content();
    }

    /** A message that nobody can assign to a position is counted, and said. */
    private void unreadable(String place, Optional<StockKey> byKey, String why) {
        String reason = settings.address() + ", message " + place + ": " + why;
        if (byKey.isPresent()) {
            bad.put(byKey.get(), new Bad(Fault.MALFORMED, reason));
            return;
        }
        unreadable++;
        lastUnreadable = reason;
        if (Long.bitCount(unreadable) == 1) {
            log.warn("{} messages could not be understood so far, the last: {}", unreadable, reason);
        }
    }

    private static @Nullable Object written(JsonNode node) {
        return node.isNumber() || node.isTextual() ? node.asText() : null;
    }

    /** What is known of {@code positions}, which were all asked for before. */
    List<Reading> readings(Set<StockKey> positions, Instant askedAt, Instant answeredAt) {
        Map<Cycle, Answer> answers = new LinkedHashMap<>();
        for (StockKey position : positions) {
            Bad unclear = bad.get(position);
            Told known = told.get(position);
            Cycle cycle = unclear == null && known != null ? known.cycle() : Cycle.unknown();
            Answer answer = answers.computeIfAbsent(cycle, same -> new Answer());
            if (unclear != null) {
                answer.bad(position, unclear.fault(), unclear.reason());
            } else if (known == null) {
                untold(position, answer);
            } else if (known.units().isPresent()) {
                answer.count(position, known.units().get());
            } else {
                answer.absent(position);
            }
        }
        if (settings.content() instanceof Content.Movements) {
            bad.keySet().removeAll(positions); // the next movement can be understood again
        }
        return answers.entrySet().stream()
                .flatMap(answer -> answer.getValue().readings(askedAt, answeredAt, answer.getKey()).stream())
                .toList();
    }

    private void untold(StockKey position, Answer answer) {
        if (understood == 0 && unreadable > 0) {
            answer.bad(
                    position,
                    Fault.MALFORMED,
                    "none of " + unreadable + " messages could be understood, the last: " + lastUnreadable);
        } else if (settings.content() instanceof Content.OnHand && settings.from() instanceof From.Ago) {
            answer.bad(
                    position,
                    Fault.NOT_FOUND,
                    settings.address() + " has had no message of " + position
                            + " since reading began; is from right? beginning would find it");
        } else {
            answer.absent(position);
        }
    }
}
