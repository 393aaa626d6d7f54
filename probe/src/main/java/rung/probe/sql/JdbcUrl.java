package rung.probe.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a database, of which every driver has a form of its own, as messages may show it. */
public final class JdbcUrl {
    private static final Pattern FORM = Pattern.compile("(jdbc:[A-Za-z0-9.+-]+:)(.+)", Pattern.DOTALL);
    private static final Pattern PARAMETERS = Pattern.compile("[?;(]|[:/](?=[A-Za-z_]+=)");

    private static final Pattern PARAMETER = Pattern.compile("=[{\"']?([^=?;&(){}\"',]+)");
    private static final Pattern LOGIN = Pattern.compile("[:/]([^:/@]+)@");

    private JdbcUrl() {}

    /** Whether it begins like the URL of a driver. */
    public static boolean isOne(String url) {
        return FORM.matcher(url).matches();
    }

    /** Whether it is for a driver of this name, such as {@code postgresql}. */
    public static boolean isFor(String url, String driver) {
        return url.startsWith("jdbc:" + driver + ":");
    }

    /**
     * {@code url} without user information and parameters, in both of which may be a password; without anything but the
     * driver's name where an at sign leaves open what is which.
     */
    public static String shown(String url) {
        Matcher form = FORM.matcher(url);
        if (!form.matches()) {
            return "…";
        }
        String rest = form.group(2);
        Matcher parameters = PARAMETERS.matcher(rest);
        int end = parameters.find() ? parameters.start() : rest.length();
        if (rest.indexOf('@', end) >= 0) {
            return form.group(1) + "…";
        }
        String place = rest.substring(0, end);
        int at = place.lastIndexOf('@');
        if (at >= 0) {
            place = (place.startsWith("//") ? "//" : "") + place.substring(at + 1);
        }
        return form.group(1) + place + (end < rest.length() ? "…" : "");
    }

    /** What may be secret in {@code url}: values of its parameters and parts of its user information, encoded or not. */
    public static Set<String> secrets(String url) {
        Set<String> secrets = new HashSet<>();
        for (Pattern pattern : List.of(PARAMETER, LOGIN)) {
            Matcher matcher = pattern.matcher(url);
            while (matcher.find()) {
                secrets.add(matcher.group(1));
                secrets.add(decoded(matcher.group(1)));
            }
        }
        return secrets;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text; // a percent sign that encodes nothing
        }
    }
}
