package rung.cli;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Times as the command line takes them. */
final class Times {
    private Times() {}

    /**
     * Reads ISO 8601 with an offset, or seconds since 1970.
     *
     * @throws java.time.format.DateTimeParseException when it is neither
     */
    static Instant parse(String text) {
        if (text.matches("-?\\d+(\\.\\d{1,9})?")) {
            BigDecimal seconds = new BigDecimal(text);
            return Instant.ofEpochSecond(0, seconds.movePointRight(9).longValueExact());
        }
        return OffsetDateTime.parse(text).toInstant();
    }
}
