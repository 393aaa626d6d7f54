package rung.probe.source;

/**
 * Why transactions of the reserved keys cannot be written as the settings say.
 *
 * @param key of the settings, where the mistake is
 * @param message cause and cure
 */
public record Misfit(String key, String message) {}
