package rung.core.config;

/**
 * One effective value of a file that has been read.
 *
 * @param path the key as written from the root
 * @param value the value after substitution; {@code <redacted>} in place of a secret
 * @param origin where the value comes from: {@code line 9}, {@code line 9, env KAFKA}, {@code line 9, file /run/x},
 *     {@code line 9, KAFKA not set} or {@code default}
 */
public record Explained(String path, String value, String origin) {}
