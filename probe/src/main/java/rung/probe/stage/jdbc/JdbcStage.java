package rung.probe.stage.jdbc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.sql.NamedSql;
import rung.probe.stage.Answer;
import rung.probe.stage.Stage;

/** Counts that queries answer, one after the other. Each query is a reading of its own, with its own times. */
final class JdbcStage implements Stage {
    private static final Logger log = LoggerFactory.getLogger(JdbcStage.class);

    private final Timeline timeline;
    private final JdbcSettings settings;
    private final Questions questions;
    private final AtomicInteger atWork = new AtomicInteger();
    private @Nullable JdbcSession session;

    JdbcStage(Timeline timeline, JdbcSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.questions = Questions.of(settings);
    }

    /** What one query said. */
    private record Answered(Instant askedAt, Instant answeredAt, Map<Cycle, Answer> answers) {}

    @Override
    public List<Reading> read(Set<StockKey> keys) throws InterruptedException {
        Instant begun = timeline.now();
        List<Reading> gaps = new ArrayList<>();
        List<Answered> answers = new ArrayList<>();
        Set<StockKey> left = new HashSet<>(keys);
        Optional<Cycle> shown = Optional.empty();
        try {
            JdbcSession open = open();
            open.begin();
            shown = cycle();
            for (Set<StockKey> asked : questions.of(keys)) {
                Instant askedAt = timeline.now();
                try {
                    Rows rows = open.ask(settings.sql(), questions.parameters(asked));
                    answers.add(new Answered(askedAt, timeline.now(), questions.read(rows, asked)));
                } catch (SqlFailure e) {
                    if (!e.isOfOneKey()) {
                        throw e;
                    }
                    gaps.add(new Reading.Gap(askedAt, timeline.now(), asked, e.fault(), e.reason()));
                }
                left.removeAll(asked);
            }
        } catch (SqlFailure e) {
            replace(e);
            gaps.add(new Reading.Gap(begun, timeline.now(), left, e.fault(), e.reason()));
        }
        List<Reading> readings = readings(answers, agreed(shown));
        readings.addAll(gaps);
        return readings;
    }

    private JdbcSession open() {
        JdbcSession open = session;
        if (open == null || open.isGivenUp()) {
            open = new JdbcSession(settings, atWork);
            session = open;
        }
        return open;
    }

    /** A connection that may be broken is not used again; one that only answered that sql is wrong is. */
    private void replace(SqlFailure failure) {
        JdbcSession open = session;
        boolean sane = failure.fault() == Fault.NOT_FOUND || failure.fault() == Fault.MALFORMED;
        if (open != null && !sane) {
            open.giveUp();
            session = null;
        }
    }

    private static List<Reading> readings(List<Answered> answers, Optional<Cycle> shown) {
        List<Reading> readings = new ArrayList<>();
        for (Answered answered : answers) {
            answered.answers.forEach((cycle, answer) ->
                    readings.addAll(answer.readings(answered.askedAt, answered.answeredAt, shown.orElse(cycle))));
        }
        return readings;
    }

    /** What the query for the commit says now; empty where there is none. */
    private Optional<Cycle> cycle() throws SqlFailure, InterruptedException {
        Optional<NamedSql> query = settings.cycle().query();
        if (query.isEmpty()) {
            return Optional.empty();
        }
        Rows rows = open().ask(query.get(), name -> name);
        if (rows.columns().size() != 1 || rows.rows().size() > 1) {
            throw new SqlFailure(
                    Fault.MALFORMED,
                    settings.address() + " returns " + rows.rows().size() + " rows of "
                            + rows.columns().size()
                            + " columns to cycle-sql, where one value is wanted; is cycle-sql right?");
        }
        return Optional.of(
                rows.rows().isEmpty()
                        ? Cycle.unknown()
                        : Questions.commit(rows.rows().get(0).get(0)));
    }

    /** {@code before}, if the commit is still the same after all queries; else nobody knows which of them showed which. */
    private Optional<Cycle> agreed(Optional<Cycle> before) throws InterruptedException {
        if (before.isEmpty() || session == null) {
            return before.map(lost -> Cycle.unknown());
        }
        try {
            return cycle().equals(before) ? before : Optional.of(Cycle.unknown());
        } catch (SqlFailure e) {
            log.debug("{}: {}", settings.address(), e.reason()); // the counts were read; the next look tells of it
            replace(e);
            return Optional.of(Cycle.unknown());
        }
    }

    @Override
    public int keysPerLook() {
        return settings.budget();
    }

    @Override
    public void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
