package rung.reporter.web;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import rung.reporter.board.Live;
import rung.reporter.report.PipelineReport;
import rung.reporter.report.Words;

/**
 * One pipeline on the ladder, at one moment.
 *
 * @param face what the board says of it
 * @param href of its page
 * @param age of the oldest sale that does not show yet, in words; "0 s" when none is waiting, a dash when no sale is made
 *     that could tell
 * @param ageSinceMillis when that sale happened, for scripts; absent when none is waiting
 * @param ageOver whether the age is over the promised edge now
 * @param idle since when no sale was made, in words; absent while sales are made
 * @param outage in words; absent while the promised stage answers
 */
public record LadderRow(
        Face face,
        String href,
        String age,
        OptionalLong ageSinceMillis,
        boolean ageOver,
        Optional<String> idle,
        Optional<String> outage) {
    static LadderRow of(Face face, PipelineReport pipeline, Optional<Live> live, Instant now, Prefs prefs) {
        Words words = new Words(prefs.zone());
        Optional<Instant> oldest = live.flatMap(Live::oldestUnseen);
        Duration age = oldest.map(since -> between(since, now)).orElse(Duration.ZERO);
        return new LadderRow(
                face,
                prefs.href("/p/" + PathName.encoded(pipeline.id())),
                live.map(Live::isAgeKnown).orElse(false) ? words.duration(age) : "–",
                oldest.isPresent() ? OptionalLong.of(oldest.get().toEpochMilli()) : OptionalLong.empty(),
                face.edgeMillis().isPresent()
                        && age.toMillis() > face.edgeMillis().getAsLong(),
                live.flatMap(Live::idleSince).map(since -> idle(since, pipeline, words)),
                live.flatMap(Live::outage)
                        .map(outage -> "cannot be read since " + words.moment(outage.since()) + ": "
                                + Shown.text(outage.reason())));
    }

    private static String idle(Instant since, PipelineReport pipeline, Words words) {
        boolean isAny = pipeline.promised().run().evidence().counts().injected() > 0;
        return isAny ? "no sale was made since " + words.moment(since) : "no sale was made yet";
    }

    private static Duration between(Instant since, Instant now) {
        return now.isBefore(since) ? Duration.ZERO : Duration.between(since, now);
    }
}
