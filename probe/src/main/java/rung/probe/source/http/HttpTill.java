package rung.probe.source.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import rung.core.measure.Injection;
import rung.core.time.Timeline;
import rung.probe.source.Delivery;
import rung.probe.source.Outbox;
import rung.probe.source.Till;
import rung.probe.wire.BoundedBody;

/** Posts transactions to an API, several at a time, each once. */
final class HttpTill implements Till {
    private static final Duration LONGEST_CHECK = Duration.ofSeconds(10);
    private static final int CLIENT_THREADS = 2;

    private final HttpSettings settings;
    private final Answers answers;
    private final PosRequest requests;
    private final ExecutorService threads;
    private final HttpClient client;
    private final Outbox outbox;

    HttpTill(Timeline timeline, HttpSettings settings) {
        this.settings = settings;
        this.answers = new Answers(settings);
        this.requests = new PosRequest(settings);
        this.threads = Executors.newFixedThreadPool(CLIENT_THREADS, task -> {
            Thread thread = new Thread(task, "rung-http-till-client");
            thread.setDaemon(true);
            return thread;
        });
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .executor(threads)
                .build();
        this.outbox = new Outbox(
                timeline,
                "rung-http-till",
                settings.deliveryTimeout(),
                answers.overdue(),
                Stream.generate(() -> new Post(timeline, client, requests, settings, answers))
                        .limit(settings.parallelism())
                        .toList());
    }

    @Override
    public void check() throws IOException, InterruptedException {
        Duration timeout =
                settings.deliveryTimeout().compareTo(LONGEST_CHECK) < 0 ? settings.deliveryTimeout() : LONGEST_CHECK;
        URI address = PosRequest.example(settings.url());
        if (settings.check() == HttpSettings.Check.CONNECT) {
            connect(address, timeout);
            return;
        }
        HttpRequest request = requests.check();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, head -> new BoundedBody(Answers.LONGEST_BODY_BYTES));
        try {
            answers.verify(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(answers.silent(timeout), e);
        } catch (ExecutionException e) {
            throw new IOException(answers.unreachable(e), e);
        }
    }

    private void connect(URI address, Duration timeout) throws IOException {
        int standard = "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(address.getHost(), address.getPort() < 0 ? standard : address.getPort()),
                    Math.toIntExact(timeout.toMillis()));
        } catch (IOException e) {
            throw new IOException(answers.unreachable(e), e);
        }
    }

    @Override
    public void send(Injection injection, Consumer<Delivery> done) {
        outbox.send(injection, done);
    }

    @Override
    public void close() {
        outbox.close();
        threads.shutdown();
    }
}
