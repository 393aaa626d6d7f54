package rung.probe.canary;

/** A stage cannot be read; the message has cause and cure. */
public final class CannotObserve extends Exception {
    public CannotObserve(String message) {
        super(message);
    }
}
