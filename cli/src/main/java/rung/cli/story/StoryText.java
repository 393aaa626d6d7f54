package rung.cli.story;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import rung.core.config.Durations;
import rung.core.evidence.EdgeEvidence;
import rung.reporter.report.WindowReport;

/** The story as a terminal shows it, above the verdict block. */
public final class StoryText {
    private static final int BAR = 24;
    private static final Duration PICK_UP = Duration.ofMinutes(5);

    private StoryText() {}

    /**
     * Tells the day hour by hour, and what shoppers saw.
     *
     * @param ascii whether bars are drawn without block characters
     */
    public static String render(Story story, boolean ascii) {
        StringBuilder text = new StringBuilder();
        text.append("THE 47-MINUTE RETAILER   a day in virtual time, measured by the canary that runs in production\n")
                .append("  200 stores, 10,000 sales an hour, 40,000 from 18:00 to 22:00; a synthetic sale every 10 s\n")
                .append(
                        "  before: micro-batches every 90 s into a warehouse; compaction pauses in the evening; at 19:30 the\n")
                .append("          team doubles the consumers, each of which leaves files of its own\n")
                .append(
                        "  after:  change data capture, Kafka, a commit into Iceberg every 60 s, scheduled compaction\n\n")
                .append(line("", "BEFORE", "AFTER"))
                .append(line("hour", "oldest sale  within", "oldest sale  within"))
                .append(line("", "  not shown   5 min", "  not shown   5 min"));
        List<WindowReport> before = story.hoursOf(Story.BEFORE);
        List<WindowReport> after = story.hoursOf(Story.AFTER);
        Duration longest = story.worstAge(Story.BEFORE);
        for (int i = 0; i < before.size(); i++) {
            LocalTime hour = before.get(i).window().from().atZone(Day.ZONE).toLocalTime();
            text.append(line(hour.toString(), cell(before.get(i), longest, ascii), cell(after.get(i), longest, ascii)));
        }
        return text.append('\n').append(shoppers(story)).append('\n').toString();
    }

    private static String shoppers(Story story) {
        Story.Shoppers before = story.before();
        Story.Shoppers after = story.after();
        return "WHAT SHOPPERS SAW   in the " + before.window().name() + " peak, of a SKU that sells "
                + Story.SALES_PER_HOUR + " times an hour in a store\n"
                + String.format(
                        Locale.ROOT,
                        "  right counts on the page       before %s   after %s%n",
                        percent(before.rightAtLeast(), before.rightAtMost()),
                        percent(after.rightAtLeast(), after.rightAtMost()))
                + String.format(
                        Locale.ROOT,
                        "  pick-up promises broken        before %s   after %s   (of the last unit on the shelf)%n",
                        percent(1 - before.rightAtMost(), before.brokenAtMost()),
                        percent(1 - after.rightAtMost(), after.brokenAtMost()))
                + "  oldest unseen sale, at worst   before " + Durations.words(story.worstAge(Story.BEFORE))
                + "   after "
                + Durations.words(story.worstAge(Story.AFTER)) + "\n"
                + "  without the added consumers it would have been "
                + Durations.words(story.worstAge(Story.WITHOUT_HELP))
                + ":\n  more readers of a topic do not help a table that cannot keep up\n";
    }

    private static String line(String hour, String before, String after) {
        return String.format(Locale.ROOT, "  %-6s %-50s %s", hour, before, after)
                        .stripTrailing() + "\n";
    }

    private static String cell(WindowReport hour, Duration longest, boolean ascii) {
        Duration age = hour.evidence().largestAge();
        EdgeEvidence pickUp = hour.evidence().at(PICK_UP).orElseThrow();
        int length = (int) Math.ceil((double) BAR * age.toMillis() / longest.toMillis());
        String share = pickUp.slots() == 0
                ? "?"
                : String.format(Locale.ROOT, "%.0f %%", 100.0 * (pickUp.slots() - pickUp.late()) / pickUp.slots());
        return String.format(
                Locale.ROOT,
                "%12s %6s  %s",
                Durations.words(age),
                share,
                (ascii ? "#" : "█").repeat(Math.max(1, length)));
    }

    private static String percent(double low, double high) {
        String from = String.format(Locale.ROOT, "%.1f", 100 * low);
        String to = String.format(Locale.ROOT, "%.1f", 100 * high);
        return from.equals(to) ? from + " %" : from + "–" + to + " %";
    }
}
