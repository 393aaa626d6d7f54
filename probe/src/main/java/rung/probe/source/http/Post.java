package rung.probe.source.http;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import rung.core.measure.Injection;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.Outbox;
import rung.probe.wire.BoundedBody;

/** One request at a time. What accepts a transaction is the status, whatever becomes of the body behind it. */
final class Post implements Outbox.Carrier {
    private final Timeline timeline;
    private final HttpClient client;
    private final PosRequest requests;
    private final HttpSettings settings;
    private final Answers answers;
    private volatile @Nullable CompletableFuture<HttpResponse<byte[]>> underWay;

    Post(Timeline timeline, HttpClient client, PosRequest requests, HttpSettings settings, Answers answers) {
        this.timeline = timeline;
        this.client = client;
        this.requests = requests;
        this.settings = settings;
        this.answers = answers;
    }

    @Override
    public Delivery carry(Injection injection) throws InterruptedException {
        CompletableFuture<Delivery> said = new CompletableFuture<>();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(requests.of(injection), head -> {
            if (settings.accepted().contains(head.statusCode())) {
                said.complete(new Delivery.Accepted(timeline.now()));
            }
            return new BoundedBody(Answers.LONGEST_BODY_BYTES);
        });
        underWay = answer;
        CompletableFuture<?> unused = answer.whenComplete((response, failure) -> said.complete(new Delivery.Refused(
                timeline.now(), failure == null ? answers.refusal(response) : answers.unreachable(failure))));
        try {
            return said.get(settings.deliveryTimeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) { // nobody may have abandoned it: its time can be up before it is under way
            answer.cancel(true);
            return new Delivery.Refused(timeline.now(), answers.overdue());
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer failed unforeseen", e.getCause());
        } finally {
            underWay = null;
        }
    }

    @Override
    public void abandon() {
        CompletableFuture<HttpResponse<byte[]>> answer = underWay;
        if (answer != null) {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {}
}
