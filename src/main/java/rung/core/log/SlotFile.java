package rung.core.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Slots on disk, in segments that are each in the order of their intended times. A segment is a row of blocks of equal
 * size, and no slot lies across two blocks, so that a moment in it is found by bisection and without an index. The file
 * has no name once it is open: it goes when it is closed, and when the process ends in whatever way.
 */
final class SlotFile implements AutoCloseable {
    /** What stands for the moment at which a sale was seen that nobody saw. */
    static final long UNSEEN = Long.MAX_VALUE;

    private static final int BLOCK_BYTES = 4_096;
    private static final int BLOCKS_AT_ONCE = 4;
    private static final int SLOT_BYTES = Short.BYTES + 3 * Long.BYTES + Integer.BYTES;
    private static final short NO_MORE = -1;

    private final FileChannel channel;
    private final ByteBuffer out = ByteBuffer.allocate(BLOCK_BYTES);
    private long blocksWritten;

    /**
     * A stretch of the file.
     *
     * @param block number of its first block
     * @param blocks how many it has
     * @param slots how many slots are in it
     * @param first intended time of its first slot in nanoseconds since 1970
     * @param last intended time of its last slot in nanoseconds since 1970
     */
    record Segment(long block, int blocks, long slots, long first, long last) {}

    private SlotFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Makes an empty one in {@code folder}, which is created when it is not there. */
    static SlotFile create(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = Files.createTempFile(folder, "facts", ".sorted");
        return new SlotFile(FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** Begins a segment at the end of the file; it must be ended before another is begun. */
    Writer append() {
        return new Writer();
    }

    /** Reads {@code segment} from the last block that begins before {@code from}, in nanoseconds since 1970. */
    Cursor read(Segment segment, long from) throws IOException {
        return new Cursor(segment, blockOf(segment, from));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int blockOf(Segment segment, long from) throws IOException {
        int low = 0;
        int high = segment.blocks();
        ByteBuffer first = ByteBuffer.allocate(Short.BYTES + Long.BYTES);
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            readFully(first.clear(), (segment.block() + middle) * BLOCK_BYTES);
            if (first.getLong(Short.BYTES) < from) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void readFully(ByteBuffer into, long offset) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new EOFException("the scratch file ends at " + at);
            }
            at += read;
        }
        into.flip();
    }

    /** Writes one segment; slots must come in the order of their intended times. */
    final class Writer {
        private final long block = blocksWritten;
        private long slots;
        private long first;
        private long last;

        /** Takes a slot whose tail is {@code length} bytes of {@code bytes}; times in nanoseconds since 1970. */
        void put(long intended, long lastMissing, long seen, int line, byte[] bytes, int from, int length)
                throws IOException {
            if (out.remaining() < SLOT_BYTES + length) {
                writeBlock();
            }
            out.putShort((short) length).putLong(intended).putLong(lastMissing).putLong(seen);
            out.putInt(line).put(bytes, from, length);
            first = slots == 0 ? intended : first;
            last = intended;
            slots++;
        }

        Segment end() throws IOException {
            if (out.position() > 0) {
                writeBlock();
            }
            return new Segment(block, Math.toIntExact(blocksWritten - block), slots, first, last);
        }

        private void writeBlock() throws IOException {
            if (out.remaining() >= Short.BYTES) {
                out.putShort(NO_MORE);
            }
            out.clear();
            long at = blocksWritten * BLOCK_BYTES;
            while (out.hasRemaining()) {
                at += channel.write(out, at);
            }
            out.clear();
            blocksWritten++;
        }
    }

    /** Goes over the slots of a segment; times in nanoseconds since 1970. */
    final class Cursor {
        private final ByteBuffer in = ByteBuffer.allocate(BLOCKS_AT_ONCE * BLOCK_BYTES);
        private long nextBlock;
        private final long endBlock;
        private int blockEnd;
        private long intended;
        private long lastMissing;
        private long seen;
        private int line;
        private int tailFrom;
        private int tailLength;

        private Cursor(Segment segment, int skipped) {
            this.nextBlock = segment.block() + skipped;
            this.endBlock = segment.block() + segment.blocks();
            in.limit(0);
        }

        /** Goes to the next slot; false when there is none. */
        boolean next() throws IOException {
            short length = nextLength();
            if (length == NO_MORE) {
                return false;
            }
            intended = in.getLong();
            lastMissing = in.getLong();
            seen = in.getLong();
            line = in.getInt();
            tailLength = length;
            tailFrom = in.position();
            in.position(tailFrom + length);
            return true;
        }

        private short nextLength() throws IOException {
            if (blockEnd - in.position() >= Short.BYTES) {
                short length = in.getShort();
                if (length != NO_MORE) {
                    return length;
                }
            }
            if (blockEnd < in.limit()) {
                in.position(blockEnd);
            } else if (nextBlock < endBlock) {
                int blocks = (int) Math.min(BLOCKS_AT_ONCE, endBlock - nextBlock);
                readFully(in.clear().limit(blocks * BLOCK_BYTES), nextBlock * BLOCK_BYTES);
                nextBlock += blocks;
                blockEnd = 0;
            } else {
                in.position(blockEnd);
                return NO_MORE;
            }
            blockEnd += BLOCK_BYTES;
            return in.getShort();
        }

        long intended() {
            return intended;
        }

        long lastMissing() {
            return lastMissing;
        }

        /** {@link #UNSEEN} when it was not. */
        long seen() {
            return seen;
        }

        /** The line of the file of facts. */
        int line() {
            return line;
        }

        /** The bytes that hold the {@link SlotTail}, valid until the next slot. */
        byte[] bytes() {
            return in.array();
        }

        int tailFrom() {
            return tailFrom;
        }

        int tailLength() {
            return tailLength;
        }
    }
}
