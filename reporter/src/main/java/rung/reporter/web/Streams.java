package rung.reporter.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import rung.reporter.board.Board;
import rung.reporter.board.Live;
import rung.reporter.board.Pulse;
import rung.reporter.board.Watch;

/**
 * The stream of what is new: {@code pulse} each second, {@code board} when conclusions changed. Both say the whole state,
 * so that a client which was cut off needs nothing but the newest; a client that reads too slowly skips what it missed and
 * delays no other.
 */
final class Streams implements AutoCloseable {
    /** So often a listener hears at least a comment. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** A page that hears nothing for so long says so. */
    static final Duration PATIENCE = HEARTBEAT.multipliedBy(3);

    static final int MOST = 1000;

    private final Watch watch;
    private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
    private volatile Message pulse;
    private volatile Message board;

    /** An event, written once for all who hear it. */
    record Message(String event, String id, String data) {}

    Streams(Watch watch) {
        this.watch = watch;
        this.pulse = message(watch.pulse());
        this.board = message(watch.board());
    }

    /** Begins to pass on what the watch sees. */
    void listen() {
        watch.onPulse(taken -> {
            pulse = message(taken);
            subscribers.forEach(one -> one.offer(pulse));
        });
        watch.onBoard(made -> {
            board = message(made);
            subscribers.forEach(one -> one.offer(board));
        });
    }

    /** Serves one client until it goes. */
    void serve(SseClient client) {
        if (subscribers.size() >= MOST) {
            client.sendEvent("full", "too many listeners; read /api/v1/status instead", null);
            client.close();
            return;
        }
        Subscriber subscriber = new Subscriber(client, HEARTBEAT);
        subscribers.add(subscriber);
        client.keepAlive();
        client.onClose(() -> {
            subscribers.remove(subscriber);
            subscriber.stop();
        });
        subscriber.offer(board);
        subscriber.offer(pulse);
        subscriber.start();
    }

    /** How many listen. */
    int size() {
        return subscribers.size();
    }

    private static Message message(Board board) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("board", board.number());
        json.put("at", board.at().toEpochMilli());
        return new Message("board", "b" + board.number(), json.toString());
    }

    static Message message(Pulse pulse) {
        return new Message("pulse", "p" + pulse.at().toEpochMilli(), json(pulse).toString());
    }

    static ObjectNode json(Pulse pulse) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("at", pulse.at().toEpochMilli());
        ObjectNode pipelines = json.putObject("pipelines");
        pulse.pipelines().forEach((id, live) -> {
            ObjectNode one = pipelines.putObject(id);
            if (live.oldestUnseen().isPresent()) {
                one.put("oldest", live.oldestUnseen().get().toEpochMilli());
            } else {
                one.putNull("oldest");
            }
            live.idleSince().ifPresent(since -> one.put("idle", since.toEpochMilli()));
            live.outage().ifPresent(outage -> outage(one.putObject("outage"), outage));
        });
        return json;
    }

    private static void outage(ObjectNode json, Live.Outage outage) {
        json.put("since", outage.since().toEpochMilli());
        json.put("until", outage.until().toEpochMilli());
        json.put("reason", Shown.text(outage.reason()));
    }

    @Override
    public void close() {
        subscribers.forEach(Subscriber::stop);
    }
}
