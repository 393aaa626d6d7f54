package rung.reporter.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import rung.core.measure.SlotOutcome;
import rung.reporter.board.Detail;

/** Sales one by one, for programs and for charts that can be zoomed. */
final class SalesJson {
    private SalesJson() {}

    static ObjectNode tree(Detail detail) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("pipeline", detail.setup().name());
        json.put("stage", detail.stage().name());
        json.put("from", moment(detail.close().from()));
        json.put("to", moment(detail.close().to()));
        ArrayNode sales = json.putArray("sales");
        for (SlotOutcome slot : detail.slots()) {
            ObjectNode one = sales.addObject();
            one.put("slot", detail.number(slot));
            one.put("intended", moment(slot.intended()));
            slot.outcome()
                    .match(
                            seen -> {
                                one.put("state", "seen");
                                one.put("at_least_seconds", seconds(slot.intended(), seen.lastMissing()));
                                one.put("at_most_seconds", seconds(slot.intended(), seen.firstSeen()));
                                one.put("cycle", seen.cycle().id());
                            },
                            unseen -> {
                                one.put("state", "unseen");
                                one.put("at_least_seconds", seconds(slot.intended(), unseen.lastMissing()));
                                one.putNull("at_most_seconds");
                            },
                            unmeasured -> {
                                one.put("state", "unmeasured");
                                one.put("reason", Shown.text(unmeasured.reason()));
                            });
        }
        return json;
    }

    private static String moment(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static BigDecimal seconds(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return BigDecimal.valueOf(Math.max(0, between.toMillis()), 3);
    }
}
