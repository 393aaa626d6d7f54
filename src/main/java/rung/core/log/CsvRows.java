package rung.core.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The rows of a CSV file as RFC 4180 has it, from front to back: cells between commas, in quotes where they hold a comma,
 * a quote or a line break. Lines end with LF, CRLF or CR; a byte order mark and empty lines are passed over, and so is the LF of a CRLF. Holds one
 * row at a time, whatever the file holds.
 */
final class CsvRows {
    /** Longest cell that is kept, in bytes. */
    static final int MOST_BYTES = 1_000;

    /** Cells of a row that are kept; more are only counted. */
    static final int MOST_CELLS = 64;

    private static final int END = -1;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private boolean begun;

    private final byte[] cells = new byte[MOST_CELLS * MOST_BYTES];
    private final int[] ends = new int[MOST_CELLS];
    private int length;
    private int count;
    private int line;
    private int lines = 1;
    private boolean empty;
    private boolean runaway;
    private String fault = "";

    CsvRows(InputStream in) {
        this.in = in;
    }

    /** Goes to the next row that is not empty; false when there is none. */
    boolean next() throws IOException {
        if (!begun) {
            begun = true;
            passByteOrderMark();
        }
        do {
            if (runaway || peek() == END) {
                return false;
            }
            line = lines;
            length = 0;
            count = 0;
            fault = "";
            empty = true;
            while (readCell()) {
                empty = false;
            }
        } while (empty);
        return true;
    }

    /** The line in which the row begins, from 1. */
    int line() {
        return line;
    }

    /** How many cells the row has, kept or not. */
    int count() {
        return count;
    }

    /** What breaks the rules of CSV in this row, with its cure; empty when nothing does. */
    String fault() {
        return fault;
    }

    /** The bytes of all cells, valid until the next row. */
    byte[] bytes() {
        return cells;
    }

    int start(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    int end(int cell) {
        return ends[cell];
    }

    boolean isEmpty(int cell) {
        return start(cell) == end(cell);
    }

    /** The cell as text; bytes that are not UTF-8 become replacement characters. */
    String text(int cell) {
        return new String(cells, start(cell), end(cell) - start(cell), StandardCharsets.UTF_8);
    }

    boolean isUtf8(int cell) {
        for (int i = start(cell); i < end(cell); i++) {
            if (cells[i] < 0) {
                return decodes(cell);
            }
        }
        return true;
    }

    private boolean decodes(int cell) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(cells, start(cell), end(cell) - start(cell)));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private void passByteOrderMark() throws IOException {
        if (peek() != END && limit >= BYTE_ORDER_MARK.length && startsWithByteOrderMark()) {
            position = BYTE_ORDER_MARK.length;
        }
    }

    private boolean startsWithByteOrderMark() {
        for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
            if (buffer[i] != BYTE_ORDER_MARK[i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads one cell and what ends it; true when another cell of the row follows. */
    private boolean readCell() throws IOException {
        int start = length;
        int next = read();
        if (next == '"') {
            empty = false;
            next = readQuoted(start);
            if (!ends(next) && !runaway) {
                fault("there is text after a closing quote; put the whole cell in quotes and double those within it");
            }
        }
        while (!ends(next)) {
            empty = false;
            if (next == '"') {
                fault(
                        "there is a quote inside a cell without quotes; put the cell in quotes and double those within it");
            }
            keep(start, next);
            next = read();
        }
        if (count < MOST_CELLS) {
            ends[count] = length;
        } else {
            length = start;
        }
        count++;
        endLine(next);
        return next == ',';
    }

    /** Reads up to the closing quote and returns what follows it. */
    private int readQuoted(int start) throws IOException {
        for (int next = read(); next != END; next = read()) {
            if (next == '"') {
                next = read();
                if (next != '"') {
                    return next;
                }
            }
            endLine(next);
            if (!keep(start, next)) {
                runaway = true;
                return END;
            }
        }
        fault("a quote is never closed; close it, or double it when it is part of the cell");
        return END;
    }

    private boolean keep(int start, int value) {
        if (count >= MOST_CELLS) {
            return true;
        }
        if (length - start == MOST_BYTES) {
            fault("a cell is longer than " + MOST_BYTES + " bytes; shorten it, or close the quote that it begins with");
            return false;
        }
        cells[length++] = (byte) value;
        return true;
    }

    private void fault(String what) {
        if (fault.isEmpty()) {
            fault = what;
        }
    }

    private void endLine(int value) throws IOException {
        if (value == '\n' || (value == '\r' && peek() != '\n')) {
            lines = Math.addExact(lines, 1);
        }
    }

    private static boolean ends(int value) {
        return value == ',' || value == '\n' || value == '\r' || value == END;
    }

    private int read() throws IOException {
        return position < limit || fill() ? buffer[position++] & 0xFF : END;
    }

    private int peek() throws IOException {
        return position < limit || fill() ? buffer[position] & 0xFF : END;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = in.readNBytes(buffer, 0, buffer.length);
        return limit > 0;
    }
}
