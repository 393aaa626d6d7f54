package rung.reporter.grafana;

import java.util.Map;
import java.util.TreeMap;
import rung.core.ladder.Ladder;

/** What stands in the repository's folder {@code grafana/} and is made from the catalogue and the ladder. */
public final class GrafanaFiles {
    private GrafanaFiles() {}

    /** The contents of the files by their names within the folder. */
    public static Map<String, String> of(Ladder ladder) {
        Map<String, String> files = new TreeMap<>();
        Rules.files(ladder).forEach((name, content) -> files.put("rules/" + name, content));
        Sheets.all().forEach(sheet -> files.put("dashboards/" + sheet.uid() + ".json", SheetJson.write(sheet)));
        return files;
    }
}
