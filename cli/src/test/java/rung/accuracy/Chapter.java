package rung.accuracy;

import java.util.List;

/**
 * One proof of the page.
 *
 * @param number of the proof in the method
 * @param title as the page shows it
 * @param proof that fills it
 */
record Chapter(int number, String title, Proof proof) {
    /** In the order of the page. */
    static final List<Chapter> ALL = List.of(
            new Chapter(1, "Point truth", new PointTruth()),
            new Chapter(5, "A pipeline that shows nothing", new DeadPipeline()),
            new Chapter(9, "No aliasing with batches", new Aliasing()),
            new Chapter(10, "What polling cannot tell", new Polling()));

    /** Number and title. */
    String heading() {
        return number + ". " + title;
    }
}
