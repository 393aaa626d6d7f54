package rung.reporter.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The commits of a stage as {@code report.json} has them; what was not told is null. */
final class CommitJson {
    private CommitJson() {}

    static ObjectNode of(CommitReport commits) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("read", commits.read());
        json.put("has_older", commits.hasOlder());
        ArrayNode operations = json.putArray("operations");
        commits.operations().forEach((name, count) -> {
            ObjectNode operation = operations.addObject();
            told(operation, "operation", name);
            operation.put("commits", count);
        });
        json.put("data_commits", commits.dataCommits());
        ReportJson.seconds(json, "median_wait_seconds", commits.medianWait());
        ReportJson.seconds(json, "longest_wait_seconds", commits.longestWait());
        ReportJson.decimal(json, "median_records", commits.medianRecords());
        ReportJson.decimal(json, "median_files", commits.medianFiles());
        ReportJson.seconds(json, "median_written_to_current_seconds", commits.medianToCurrent());
        ReportJson.seconds(json, "median_written_to_seen_seconds", commits.medianToSeen());
        ArrayNode writers = json.putArray("writers");
        commits.writers().forEach(writer -> writer(writers.addObject(), writer));
        json.put("other_writers", commits.otherWriters());
        return json;
    }

    private static void writer(ObjectNode json, CommitReport.Writer writer) {
        told(json, "engine", writer.engine());
        told(json, "job", writer.job());
        json.put("commits", writer.commits());
        told(json, "first_batch", writer.firstBatch());
        told(json, "last_batch", writer.lastBatch());
    }

    private static void told(ObjectNode json, String field, String text) {
        json.put(field, text.isEmpty() ? null : text);
    }
}
