package rung.cli.reference;

import java.nio.file.Path;
import java.util.function.Consumer;
import rung.testbed.Stock;
import rung.testbed.Testbed;

/**
 * What a reference pipeline is built on.
 *
 * @param folder for its files
 * @param testbed broker and catalog
 * @param stock what lies on the shelves at the opening, the reserved keys included
 * @param progress gets a sentence when something takes time, such as a download
 */
public record Site(Path folder, Testbed testbed, Stock stock, Consumer<String> progress) {}
