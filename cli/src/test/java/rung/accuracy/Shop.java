package rung.accuracy;

import java.util.SplittableRandom;
import rung.core.time.VirtualTimeline;
import rung.probe.source.Till;
import rung.probe.stage.Stage;
import rung.probe.virtual.Shelf;
import rung.probe.virtual.Transit;
import rung.probe.virtual.VirtualTill;

/** A simulated retailer: opens its pipeline in a world. */
@FunctionalInterface
interface Shop {
    /** Where sales enter, and where their count is read. */
    record Opened(Till till, Stage stage) {}

    /**
     * Where it is opened.
     *
     * @param timeline that everything follows
     * @param random of the pipeline, apart from that of the schedule
     * @param shelf the count that readers see
     * @param shown the way onto the shelf; the moment at which a sale takes it is the truth of the trial
     */
    record World(VirtualTimeline timeline, SplittableRandom random, Shelf shelf, Transit shown) {}

    /** A pipeline from its tills to the shelf. */
    @FunctionalInterface
    interface Pipeline {
        Transit open(VirtualTimeline timeline, SplittableRandom random, Transit shown);
    }

    Opened open(World world);

    static Shop of(Pipeline pipeline) {
        return world -> new Opened(
                new VirtualTill(world.timeline(), pipeline.open(world.timeline(), world.random(), world.shown())),
                world.shelf());
    }
}
