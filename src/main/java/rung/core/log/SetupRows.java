package rung.core.log;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import rung.core.measure.PipelineSetup;
import rung.core.measure.Promise;
import rung.core.measure.RunSetup;
import rung.core.measure.StageSetup;
import rung.core.time.Nanos;

/** What was fixed before a run, as its log keeps it. */
final class SetupRows {
    private final Rows rows;

    SetupRows(Rows rows) {
        this.rows = rows;
    }

    RunSetup setup(long runId) {
        List<RunSetup> found = new ArrayList<>();
        rows.each(
                "select name, started, zone, seed, software from run where id = ?",
                row -> found.add(new RunSetup(
                        row.getString(1),
                        Nanos.instant(row.getLong(2)),
                        ZoneId.of(row.getString(3)),
                        row.getLong(4),
                        row.getString(5),
                        pipelineSetups(runId))),
                runId);
        return found.get(0);
    }

    private List<PipelineSetup> pipelineSetups(long runId) {
        List<PipelineSetup> setups = new ArrayList<>();
        rows.each(
                "select id, name, promised_tier, promised_stage, promised_peaks, first_slot, slot from pipeline"
                        + " where run = ? order by ordinal",
                row -> setups.add(new PipelineSetup(
                        row.getString(2),
                        new Promise(row.getInt(3), row.getString(4), lines(row.getString(5))),
                        Nanos.instant(row.getLong(6)),
                        Duration.ofNanos(row.getLong(7)),
                        stageSetups(row.getLong(1)))),
                runId);
        return setups;
    }

    private List<StageSetup> stageSetups(long pipelineId) {
        List<StageSetup> setups = new ArrayList<>();
        rows.each(
                "select name, poll, settling, caveat from stage left join stage_caveat on stage = id"
                        + " where pipeline = ? order by ordinal",
                row -> setups.add(new StageSetup(
                        row.getString(1),
                        Duration.ofNanos(row.getLong(2)),
                        Duration.ofNanos(row.getLong(3)),
                        Optional.ofNullable(row.getString(4)))),
                pipelineId);
        return setups;
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    }
}
