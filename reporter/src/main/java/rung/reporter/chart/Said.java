package rung.reporter.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import rung.core.config.Durations;
import rung.core.evidence.ShareRange;
import rung.core.evidence.WindowEvidence;
import rung.core.ladder.Tier;
import rung.reporter.report.Words;

/** How the readings of all charts put counts, shares and moments. */
final class Said {
    static final String OFF_THE_LADDER = "✕ T0";

    private static final DateTimeFormatter CELL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY_AND_CLOCK = DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

    private Said() {}

    static String sign(Tier tier) {
        return (Plain.name(tier.shape()) + " T" + tier.number()).strip();
    }

    /** Such as {@code 1,440 sales} or {@code 1 sale}. */
    static String count(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d ", count) + (count == 1 ? one : many);
    }

    static String sales(long count) {
        return count(count, "sale", "sales");
    }

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Such as {@code 97.8 %}, or {@code 97.8 % to 98.1 %} where reads could not tell. */
    static String share(ShareRange range, Words words) {
        String least = words.share(range.atLeast());
        String most = words.share(range.atMost());
        return least.equals(most) ? least : least + " to " + most;
    }

    /** What kept slots without an upper end: not seen, or also not measured where the window holds such slots. */
    static String open(WindowEvidence evidence) {
        boolean isMeasured = evidence.counts().slots() == evidence.counts().injected();
        return isMeasured ? "not seen" : "not seen or not measured";
    }

    /** Such as {@code 7 Nov, 18:05}. */
    static String moment(Instant moment, ZoneId zone) {
        return DAY_AND_CLOCK.format(moment.atZone(zone));
    }

    /** Such as {@code 18:05}. */
    static String clock(Instant moment, ZoneId zone) {
        return CLOCK.format(moment.atZone(zone));
    }

    /** A moment in a table. */
    static String cell(Instant moment, ZoneId zone) {
        return CELL.format(moment.atZone(zone));
    }

    /** Seconds in a table, with up to three decimals. */
    static String cell(Duration duration) {
        return cell(DurationAxis.seconds(duration));
    }

    static String cell(double seconds) {
        String text = String.format(Locale.ROOT, "%.3f", seconds);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    static String duration(Duration duration) {
        return Durations.words(duration);
    }

    static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** Sentences one after the other. */
    static String sentences(List<String> sentences) {
        return String.join(" ", sentences);
    }

    /** As the beginning of a sentence. */
    static String capital(String text) {
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ENGLISH) + text.substring(1);
    }
}
