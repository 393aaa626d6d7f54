package rung.probe.stage.kafka;

import java.time.Duration;
import rung.core.config.Durations;

/** Where in a topic reading begins. */
public sealed interface From {
    From BEGINNING = new Beginning();
    From LATEST = new Latest();

    /** At the oldest message that is kept. */
    record Beginning() implements From {}

    /** At the message that comes next. */
    record Latest() implements From {}

    /** At the messages whose timestamps are this old. */
    record Ago(Duration age) implements From {
        public Ago {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("from is " + age + "; write a duration longer than nothing");
            }
        }
    }

    /**
     * Reads {@code beginning}, {@code latest} or a duration.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    static From parse(String text) {
        return switch (text.strip()) {
            case "beginning" -> BEGINNING;
            case "latest" -> LATEST;
            default -> ago(text.strip());
        };
    }

    private static From ago(String text) {
        Duration age;
        try {
            age = Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "from \"" + text + "\" is no place in a topic; write beginning, latest, or a duration such as 24h",
                    e);
        }
        return new Ago(age);
    }
}
