package rung.probe.stage.delta;

import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Fault;

/**
 * The live rows of one key in one file. A version takes files away and adds them, so that the parts of what stays need
 * not be read again. Grows while its file is read, and not after.
 */
final class Part {
    private final URI file;
    private int rows;
    private long sum;
    private Holding.@Nullable Faulty fault;
    /** What each transaction adds, only of a log that tells them apart; eight bytes of its id and eight of its units. */
    private long[] transactions = new long[0];

    private long[] added = new long[0];
    private int size;

    /** @param file by which versions name it */
    Part(URI file) {
        this.file = file;
    }

    URI file() {
        return file;
    }

    /** Transactions that are told apart. */
    int transactions() {
        return size;
    }

    void add(long units) {
        rows++;
        try {
            sum = Math.addExact(sum, units);
        } catch (ArithmeticException e) {
            fault = beyond();
        }
    }

    /** @param transaction what is remembered of its id */
    void add(long units, long transaction) {
        rows++;
        if (size == transactions.length) {
            int room = Math.max(4, size * 2);
            transactions = Arrays.copyOf(transactions, room);
            added = Arrays.copyOf(added, room);
        }
        transactions[size] = transaction;
        added[size] = units;
        size++;
    }

    /** A row from which no number can be told. */
    void add(Holding.Faulty row) {
        rows++;
        fault = row;
    }

    /** The count in {@code parts}, where each live row is one. */
    static Holding one(List<Part> parts) {
        int rows = parts.stream().mapToInt(part -> part.rows).sum();
        if (rows == 0) {
            return new Holding.Missing();
        }
        if (rows > 1) {
            return new Holding.Faulty(
                    Fault.AMBIGUOUS,
                    "DUPLICATE_KEY: " + rows + " live rows; readers see any of them, or their sum; does the writer"
                            + " merge by both ids?");
        }
        return total(parts);
    }

    /** The count in {@code parts}, where rows tell what is added to it. */
    static Holding total(List<Part> parts) {
        if (parts.isEmpty()) {
            return new Holding.Missing();
        }
        Optional<Holding.Faulty> faulty = parts.stream()
                .flatMap(part -> Optional.ofNullable(part.fault).stream())
                .findFirst();
        if (faulty.isPresent()) {
            return faulty.get();
        }
        Map<Long, Long> byTransaction = new HashMap<>();
        long units = 0;
        try {
            for (Part part : parts) {
                units = Math.addExact(units, part.sum);
                for (int i = 0; i < part.size; i++) {
                    if (byTransaction.putIfAbsent(part.transactions[i], part.added[i]) == null) {
                        units = Math.addExact(units, part.added[i]);
                    }
                }
            }
        } catch (ArithmeticException e) {
            return beyond();
        }
        return new Holding.Counted(units);
    }

    private static Holding.Faulty beyond() {
        return new Holding.Faulty(Fault.NOT_A_COUNT, "the sum of its rows is beyond all counts; is count right?");
    }
}
