package rung.probe.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names written as a range: {@code RUNG-{0001..0050}} stands for fifty SKUs, padded as the first one is. */
final class KeyRange {
    private static final int MOST = 100_000;
    private static final Pattern RANGE = Pattern.compile("([^{}]*)\\{(\\d{1,9})\\.\\.(\\d{1,9})}([^{}]*)");

    private KeyRange() {}

    /** The names that {@code text} stands for; a text without braces stands for itself; empty when it is no range. */
    static Optional<List<String>> expand(String text) {
        if (!text.contains("{") && !text.contains("}")) {
            return Optional.of(List.of(text));
        }
        Matcher matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int from = Integer.parseInt(matcher.group(2));
        int to = Integer.parseInt(matcher.group(3));
        if (to < from || to - from >= MOST) {
            return Optional.empty();
        }
        int width = matcher.group(2).length();
        List<String> names = new ArrayList<>(to - from + 1);
        for (int i = from; i <= to; i++) {
            String number = Integer.toString(i);
            names.add(matcher.group(1) + "0".repeat(Math.max(0, width - number.length())) + number + matcher.group(4));
        }
        return Optional.of(names);
    }
}
