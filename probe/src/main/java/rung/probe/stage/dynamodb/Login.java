package rung.probe.stage.dynamodb;

import java.util.Optional;

/** Who reads: keys that the configuration names, which nothing shows. */
public record Login(String accessKey, String secretKey, Optional<String> sessionToken) {
    public Login {
        if (accessKey.isBlank() || secretKey.isBlank()) {
            throw new IllegalArgumentException("access-key or secret-key of credentials is blank");
        }
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "Login[…]";
    }
}
