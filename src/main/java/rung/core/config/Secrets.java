package rung.core.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells which values are secret, and hides them. */
public final class Secrets {
    static final String REDACTED = "<redacted>";

    private static final Pattern NAME =
            Pattern.compile("passw|passphrase|pwd|secret|token|bearer|credential|jaas|authorization|cookie"
                    + "|(api|access|private|signing|encryption|shared|account|master|keystore)[-._ ]?key([^a-z]|$)");
    private static final Pattern USER_INFO = Pattern.compile("(://[^/?#\\s:@]*:)[^/\\s]+@");
    private static final Pattern PARAMETER =
            Pattern.compile("(?i)([?&;][^=&;?\\s]*(?:passw|secret|token|credential|key)[^=&;\\s]*=)[^&;\\s]+");

    private Secrets() {}

    /** Whether a value under this key, or of this environment variable, is a secret by its name. */
    public static boolean named(String key) {
        return NAME.matcher(key.toLowerCase(Locale.ROOT)).find();
    }

    /** {@code text} without the passwords that an address may carry. */
    static String masked(String text) {
        String addressed = USER_INFO.matcher(text).replaceAll("$1" + REDACTED + "@");
        return PARAMETER.matcher(addressed).replaceAll("$1" + REDACTED);
    }
}
