package rung.reporter.web;

import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One listener: holds the newest message of each event until its own thread has sent it. */
final class Subscriber {
    private final SseClient client;
    private final Duration heartbeat;
    private final Map<String, Streams.Message> newest = new ConcurrentHashMap<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Thread sender = new Thread(this::send, "stream-sender");

    Subscriber(SseClient client, Duration heartbeat) {
        this.client = client;
        this.heartbeat = heartbeat;
        sender.setDaemon(true);
    }

    void start() {
        sender.start();
    }

    /** Takes a message to send; one of the same event that still waits is never sent. */
    void offer(Streams.Message message) {
        if (newest.put(message.event(), message) == null) {
            events.add(message.event());
        }
    }

    void stop() {
        sender.interrupt();
    }

    private void send() {
        try {
            while (!client.terminated()) {
                @Nullable String event = events.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
                Streams.@Nullable Message next = event == null ? null : newest.remove(event);
                if (next == null) {
                    client.sendComment("still here");
                } else {
                    client.sendEvent(next.event(), next.data(), next.id());
                }
            }
        } catch (InterruptedException e) {
            client.close();
        }
    }
}
