package rung.probe.stage.iceberg;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** AWS's signature, version 4, of a request without a body, worked out from its description and not by AWS's library. */
final class Signature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private Signature() {}

    /** Whether {@code said} carries the signature of this secret for {@code scope}, which is {@code region/service}. */
    static boolean isRight(Door.Said said, String accessKey, String secretKey, String scope) {
        String authorization = said.header("Authorization");
        if (!authorization.startsWith(ALGORITHM + " ")) {
            return false;
        }
        Map<String, String> parts = Arrays.stream(
                        authorization.substring(ALGORITHM.length() + 1).split(",\\s*", -1))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> part[1]));
        String moment = said.header("X-Amz-Date");
        String day = moment.substring(0, 8);
        String credentialScope = day + "/" + scope + "/aws4_request";
        List<String> signed = List.of(parts.getOrDefault("SignedHeaders", "").split(";", -1));
        String canonical = String.join(
                "\n",
                said.method(),
                said.uri().getRawPath(),
                query(said),
                signed.stream()
                        .map(name -> name.toLowerCase(Locale.ROOT) + ":"
                                + String.join(",", said.headers().get(name)).strip() + "\n")
                        .collect(Collectors.joining()),
                parts.getOrDefault("SignedHeaders", ""),
                said.header("X-Amz-Content-Sha256").isEmpty() ? hash("") : said.header("X-Amz-Content-Sha256"));
        String toSign = String.join("\n", ALGORITHM, moment, credentialScope, hash(canonical));
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : credentialScope.split("/", -1)) {
            key = mac(key, part);
        }
        return (accessKey + "/" + credentialScope).equals(parts.get("Credential"))
                && signed.contains("host")
                && HexFormat.of().formatHex(mac(key, toSign)).equals(parts.get("Signature"));
    }

    private static String query(Door.Said said) {
        String raw = said.uri().getRawQuery();
        return raw == null
                ? ""
                : Arrays.stream(raw.split("&", -1))
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
