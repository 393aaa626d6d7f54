package rung.reporter.business;

/**
 * Articles that sell alike.
 *
 * @param name in a word, such as {@code fast}
 * @param salesPerHour of one article in one store, over all channels
 */
public record Mover(String name, double salesPerHour) {
    public Mover {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a mover has a name, such as fast");
        }
        if (!(salesPerHour > 0) || Double.isInfinite(salesPerHour)) {
            throw new IllegalArgumentException(
                    name + " sells " + salesPerHour + " an hour; write a number above 0, such as 0.1 or 10");
        }
    }
}
