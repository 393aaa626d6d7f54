package rung.reporter.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import rung.core.config.Durations;

/**
 * Numbers as the people of a place write them: {@code 12,34,567.8} in India, {@code 1.234.567,8} in Germany. Digits are
 * 0 to 9 everywhere. What machines read is never written by this.
 */
public final class Numbers {
    private static final int GROUP = 3;
    private static final int GROUP_ABOVE_THOUSAND_IN_INDIA = 2;

    private final char separator;
    private final char point;
    private final int higherGroup;

    /** @param locale that decides, by its country where it has one */
    public Numbers(Locale locale) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
        this.separator = symbols.getGroupingSeparator();
        this.point = symbols.getDecimalSeparator();
        // Lakh and crore: the JDK knows one size of group for all, up to Java 17 at least
        this.higherGroup = locale.getCountry().equals("IN") ? GROUP_ABOVE_THOUSAND_IN_INDIA : GROUP;
    }

    /** Such as {@code 1,440} or {@code 12,34,567}. */
    public String count(long count) {
        String digits = Long.toString(count).replace("-", "");
        StringBuilder grouped = new StringBuilder(digits);
        int group = digits.length() - GROUP;
        while (group > 0) {
            grouped.insert(group, separator);
            group -= higherGroup;
        }
        return count < 0 ? "-" + grouped : grouped.toString();
    }

    /** With so many digits after the point at most, rounded half up, without trailing zeros. */
    public String decimal(double value, int digits) {
        return plain(BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP));
    }

    /** In percent, rounded down to a tenth, so that only all are 100 % and no bound is overstated. */
    public String share(double share) {
        return plain(new BigDecimal(share * 100 + 1e-9).setScale(1, RoundingMode.DOWN)) + " %";
    }

    /** Such as {@code 230 ms}, {@code 4.6 s}, {@code 2 min 14 s} or {@code 1 h 05 min}. */
    public String duration(Duration duration) {
        return Durations.words(duration).replace('.', point);
    }

    private String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        BigDecimal whole = stripped.setScale(0, RoundingMode.DOWN);
        String sign = stripped.signum() < 0 && whole.signum() == 0 ? "-" : "";
        String[] parts = stripped.toPlainString().split("\\.", -1);
        return sign + count(whole.longValueExact()) + (parts.length > 1 ? point + parts[1] : "");
    }
}
