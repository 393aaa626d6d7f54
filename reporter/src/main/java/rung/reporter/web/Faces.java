package rung.reporter.web;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import rung.reporter.board.Past;
import rung.reporter.board.Span;
import rung.reporter.report.FreshnessReport;
import rung.reporter.report.PipelineReport;

/** The faces of all pipelines, made once for each board, zone and span: most of the work of a ladder page. Thread-safe. */
final class Faces {
    private record Key(ZoneId zone, Span span) {}

    private final Memo<Key, Past, Map<String, Face>> memo = new Memo<>(Faces::make);

    /** The faces of the pipelines of {@code past} by name, for a reader with these choices. */
    Map<String, Face> of(Past past, Prefs prefs) {
        return memo.of(past.board().number(), new Key(prefs.zone(), prefs.span()), past);
    }

    private static Map<String, Face> make(Key key, Past past) {
        FreshnessReport report = past.board().report().in(key.zone());
        Map<String, Face> faces = new LinkedHashMap<>();
        for (PipelineReport pipeline : report.pipelines()) {
            faces.put(
                    pipeline.id(), Face.of(report, pipeline, past.heartbeat(pipeline.id()), past.trend(pipeline.id())));
        }
        return faces;
    }
}
