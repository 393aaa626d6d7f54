package rung.core.config;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;

/** A kind of value that is written as one text. */
@FunctionalInterface
interface Kind<T> {
    Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    Pattern SHARE = Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,15})?)(%?)");

    /** Reads {@code text}, which is neither empty nor surrounded by blanks. */
    T read(String text) throws Unreadable;

    static Kind<Boolean> flag() {
        return text -> {
            if (text.equals("true") || text.equals("false")) {
                return text.equals("true");
            }
            throw new Unreadable("is not a yes or no; write true or false");
        };
    }

    static Kind<Long> whole(long least, long most) {
        return text -> {
            if (!WHOLE.matcher(text).matches()) {
                throw new Unreadable("is not a whole number; write digits only, from " + least + " to " + most);
            }
            long number = Long.parseLong(text);
            if (number < least) {
                throw new Unreadable("is too small; write " + least + " to " + most);
            }
            if (number > most) {
                throw new Unreadable("is too large; write " + least + " to " + most);
            }
            return number;
        };
    }

    /** A share strictly between 0 and 1, written {@code 0.95} or {@code 95%}. */
    static Kind<Double> share() {
        return text -> {
            if (SHARE.matcher(text).matches()) {
                boolean percent = text.endsWith("%");
                BigDecimal number = new BigDecimal(percent ? text.substring(0, text.length() - 1) : text);
                BigDecimal share = percent ? number.movePointLeft(2) : number;
                if (share.signum() > 0 && share.compareTo(BigDecimal.ONE) < 0) {
                    return share.doubleValue();
                }
            }
            throw new Unreadable("is not a share; write a number above 0 and below 1, such as 0.95 or 95%");
        };
    }

    static <E> Kind<E> choice(Map<String, E> allowed) {
        return text -> {
            E chosen = allowed.get(text);
            if (chosen == null) {
                throw new Unreadable("is not known here; " + Suggestion.among(text, allowed.keySet()));
            }
            return chosen;
        };
    }
}
