package rung.core.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.config.ConfigException;
import rung.core.config.Suggestion;

/**
 * Where a file has its columns, counted from 0; -1 for one that it does not have.
 *
 * @param count how many there are
 */
record CsvColumns(
        int pipeline,
        int stage,
        int intended,
        int missedAt,
        int seenAt,
        int cycle,
        int handedAt,
        int lane,
        int unmeasured,
        int slotBegin,
        int slotSeconds,
        int pollSeconds,
        int settlingSeconds,
        int knownUntil,
        int count) {
    static final String PIPELINE = "pipeline";
    static final String STAGE = "stage";
    static final String INTENDED = "intended";
    static final String MISSED_AT = "missed_at";
    static final String SEEN_AT = "seen_at";
    static final String CYCLE = "cycle";
    static final String HANDED_AT = "handed_at";
    static final String LANE = "lane";
    static final String UNMEASURED = "unmeasured";
    static final String SLOT_BEGIN = "slot_begin";
    static final String SLOT_SECONDS = "slot_seconds";
    static final String POLL_SECONDS = "poll_seconds";
    static final String SETTLING_SECONDS = "settling_seconds";
    static final String KNOWN_UNTIL = "known_until";

    /** All columns, in the order in which they are written. */
    static final List<String> KNOWN = List.of(
            PIPELINE,
            STAGE,
            INTENDED,
            MISSED_AT,
            SEEN_AT,
            CYCLE,
            HANDED_AT,
            LANE,
            UNMEASURED,
            SLOT_BEGIN,
            SLOT_SECONDS,
            POLL_SECONDS,
            SETTLING_SECONDS,
            KNOWN_UNTIL);

    private static final List<String> REQUIRED = List.of(PIPELINE, STAGE, INTENDED, SEEN_AT);
    private static final String WRITE_HEADER =
            "; begin the file with pipeline,stage,intended,missed_at,seen_at,cycle (missed_at and cycle may be left out)";

    /**
     * Reads them off the first row.
     *
     * @throws ConfigException when a row cannot be read by them
     */
    static CsvColumns of(CsvRows header, CsvProblems problems) throws ConfigException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(header.count(), CsvRows.MOST_CELLS); i++) {
            names.add(header.text(i));
        }
        verify(header, names, problems);
        problems.verify();
        return new CsvColumns(
                names.indexOf(PIPELINE),
                names.indexOf(STAGE),
                names.indexOf(INTENDED),
                names.indexOf(MISSED_AT),
                names.indexOf(SEEN_AT),
                names.indexOf(CYCLE),
                names.indexOf(HANDED_AT),
                names.indexOf(LANE),
                names.indexOf(UNMEASURED),
                names.indexOf(SLOT_BEGIN),
                names.indexOf(SLOT_SECONDS),
                names.indexOf(POLL_SECONDS),
                names.indexOf(SETTLING_SECONDS),
                names.indexOf(KNOWN_UNTIL),
                names.size());
    }

    /** What to write for a file that holds nothing. */
    static String empty() {
        return "the file is empty" + WRITE_HEADER;
    }

    private static void verify(CsvRows header, List<String> names, CsvProblems problems) throws ConfigException {
        int line = header.line();
        if (!header.fault().isEmpty()) {
            problems.add("", line, header.fault());
            return;
        }
        if (names.stream().noneMatch(name -> nearest(name).isPresent())) {
            problems.add("", line, mistaken(names));
            return;
        }
        List<String> meant = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            meant.add(nearest(name).orElse(name));
            if (!KNOWN.contains(name)) {
                problems.add(name, line, "there is no such column; " + cure(name));
            } else if (names.indexOf(name) < i) {
                problems.add(name, line, "the column is there twice; leave one of them out");
            }
        }
        for (String name : REQUIRED) {
            if (!meant.contains(name)) {
                problems.add(name, line, "the column is missing; the columns are " + String.join(",", KNOWN));
            }
        }
        requireTogether(SLOT_BEGIN, SLOT_SECONDS, line, names, problems);
        requireTogether(SLOT_SECONDS, SLOT_BEGIN, line, names, problems);
    }

    private static void requireTogether(String name, String other, int line, List<String> names, CsvProblems problems)
            throws ConfigException {
        if (names.contains(name) && !names.contains(other)) {
            problems.add(name, line, "says nothing without " + other + "; write both columns, or neither");
        }
    }

    private static String mistaken(List<String> names) {
        String first = names.get(0);
        if (first.startsWith("\uFFFD\uFFFD")) {
            return "the file is not UTF-8 text; save it as UTF-8";
        }
        if (names.size() == 1 && (first.indexOf(';') >= 0 || first.indexOf('\t') >= 0)) {
            return "the columns are not separated by commas; save the file as comma-separated values";
        }
        return "there is no header" + WRITE_HEADER;
    }

    private static String cure(String name) {
        String known = String.join(", ", KNOWN);
        return nearest(name)
                .map(near -> "did you mean \"" + near + "\"? (known: " + known + ")")
                .orElse("leave it out (known: " + known + ")");
    }

    /** The column that somebody who wrote {@code name} most likely meant. */
    private static Optional<String> nearest(String name) {
        return Suggestion.nearest(name.replace(" ", ""), KNOWN);
    }
}
