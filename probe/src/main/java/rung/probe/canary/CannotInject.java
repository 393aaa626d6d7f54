package rung.probe.canary;

/** The source does not take transactions; the message has cause and cure. */
public final class CannotInject extends Exception {
    public CannotInject(String message, Throwable cause) {
        super(message, cause);
    }
}
