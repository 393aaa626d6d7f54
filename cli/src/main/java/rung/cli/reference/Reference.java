package rung.cli.reference;

import java.io.IOException;
import java.util.List;

/** A reference pipeline that the demo can open and measure. */
public interface Reference {
    /** By which it is asked for. */
    String name();

    /** What it is made of, in one line. */
    String summary();

    /** Opens it, with tills that sell in the background; what it needs and this machine lacks is downloaded or left out. */
    Open open(Site site) throws IOException;

    /** All of them, in the order in which the README tells of them. */
    static List<Reference> all() {
        return List.of(
                new CdcFlinkReference(),
                new SparkReference(),
                new ConnectReference(),
                new MicrobatchReference(),
                new HotReference());
    }
}
