package rung.probe.canary;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Injection;

/**
 * The sales of one pipeline that are not finished with, by their slots. Slots are numbered one after the other, so that
 * those which are open together hardly ever share a chain, and neighbours in time are neighbours in the table.
 */
final class OpenSales implements Iterable<OpenSales.Open> {
    private static final int MOST_STAGES = Byte.MAX_VALUE;
    private static final int SMALLEST = 16;

    /** One sale, and at how many stages it and its return have yet to show. */
    static final class Open {
        private final Injection sale;
        private @Nullable Open next;
        private byte stagesToShowSale;
        private byte stagesToShowReturn;
        private boolean returned;
        private boolean refused;

        private Open(Injection sale, byte stages) {
            this.sale = sale;
            this.stagesToShowSale = stages;
            this.stagesToShowReturn = stages;
        }

        Injection sale() {
            return sale;
        }

        /** Counts one more stage that has shown the sale; returns how many have yet to. */
        int shown() {
            return --stagesToShowSale;
        }

        int stagesToShow() {
            return stagesToShowSale;
        }

        /** Counts one more stage that has shown the return; returns how many have yet to. */
        int returnShown() {
            return --stagesToShowReturn;
        }

        void returning() {
            returned = true;
        }

        boolean isReturned() {
            return returned;
        }

        void refuse() {
            refused = true;
        }

        boolean isRefused() {
            return refused;
        }
    }

    private final byte stages;
    private @Nullable Open[] chains = new Open[SMALLEST];
    private int size;

    /** @param stages at how many stages each sale has to show */
    OpenSales(int stages) {
        if (stages > MOST_STAGES) {
            throw new IllegalArgumentException(
                    stages + " stages in one pipeline, at most " + MOST_STAGES + " are told");
        }
        this.stages = (byte) stages;
    }

    void open(Injection sale) {
        if (size == chains.length) {
            grow();
        }
        add(new Open(sale, stages));
        size++;
    }

    /** The open sale of {@code slot}; absent when there is none. */
    @Nullable
    Open find(long slot) {
        Open one = chains[chain(slot)];
        while (one != null && one.sale.slot() != slot) {
            one = one.next;
        }
        return one;
    }

    void close(Open closed) {
        int chain = chain(closed.sale.slot());
        Open before = null;
        Open one = chains[chain];
        while (one != null && one != closed) {
            before = one;
            one = one.next;
        }
        if (one == null) {
            throw new IllegalStateException("not open: " + closed.sale.id());
        }
        if (before == null) {
            chains[chain] = one.next;
        } else {
            before.next = one.next;
        }
        size--;
    }

    private void grow() {
        @Nullable Open[] full = chains;
        chains = new Open[2 * full.length];
        for (Open first : full) {
            Open one = first;
            while (one != null) {
                Open next = one.next;
                add(one);
                one = next;
            }
        }
    }

    private void add(Open one) {
        int chain = chain(one.sale.slot());
        one.next = chains[chain];
        chains[chain] = one;
    }

    private int chain(long slot) {
        return (int) slot & chains.length - 1;
    }

    /** All of them; none may be opened or closed meanwhile. */
    @Override
    public Iterator<Open> iterator() {
        return new Iterator<>() {
            private int chain;
            private @Nullable Open next = first();

            private @Nullable Open first() {
                while (chain < chains.length) {
                    Open first = chains[chain++];
                    if (first != null) {
                        return first;
                    }
                }
                return null;
            }

            @Override
            public boolean hasNext() {
                return next != null;
            }

            @Override
            public Open next() {
                Open one = next;
                if (one == null) {
                    throw new NoSuchElementException();
                }
                next = one.next == null ? first() : one.next;
                return one;
            }
        };
    }
}
