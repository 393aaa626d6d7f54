package rung.probe.canary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jol.info.GraphLayout;

/**
 * What a pipeline's books hold in memory per outstanding injection: everything that can be reached from them, the keys
 * and their names included. Object sizes are those of the running JVM; a million takes as much for each.
 */
class OutstandingTest {
    private static final int FEW = 2_000;
    private static final int SALES = 120_000;
    private static final double MOST_BYTES = 256.0 * 1024 * 1024 / 1_000_000;

    static {
        System.setProperty("jol.magicFieldOffset", "true");
    }

    @ParameterizedTest(name = "{0} sales on each key")
    @CsvSource({"1", "2", "4"})
    void aMillionOutstandingSalesFitInto256Megabytes(int perKey) {
        Crowd crowd = new Crowd(SALES, SALES / perKey);

        crowd.open();

        assertThat(bytesPerSale(crowd)).isLessThan(MOST_BYTES);
    }

    @ParameterizedTest(name = "{0} sales on each key")
    @CsvSource({"2", "4"})
    void soDoTheReturnsThatAreOutstanding(int perKey) {
        Crowd crowd = new Crowd(SALES, SALES / perKey);
        crowd.open();

        crowd.look(crowd.sold());
        crowd.look(crowd.sold());
        assertThat(crowd.openReturns()).isEqualTo(SALES);

        assertThat(bytesPerSale(crowd)).isLessThan(MOST_BYTES);
    }

    @Test
    void whatWasReturnedLeavesTheBooks() {
        Crowd crowd = new Crowd(FEW, FEW / 2);
        sellAndReturn(crowd);
        sellAndReturn(crowd);
        long before = GraphLayout.parseInstance(crowd.ledger()).totalSize();

        for (int round = 0; round < 6; round++) {
            sellAndReturn(crowd);
        }

        assertThat(GraphLayout.parseInstance(crowd.ledger()).totalSize()).isEqualTo(before);
    }

    private static void sellAndReturn(Crowd crowd) {
        crowd.open();
        crowd.look(crowd.sold());
        crowd.look(crowd.sold());
        assertThat(crowd.openReturns()).isEqualTo(FEW);
        crowd.look(crowd.untouched());
        crowd.look(crowd.untouched());
        crowd.rest();
    }

    private static double bytesPerSale(Crowd crowd) {
        GraphLayout books = GraphLayout.parseInstance(crowd.ledger());
        double bytes = books.totalSize() / (double) SALES;
        System.out.printf("%.1f bytes per outstanding sale%n", bytes);
        return bytes;
    }
}
