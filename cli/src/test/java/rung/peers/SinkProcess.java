package rung.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The {@link ToySink} of a run: started, told when to begin, stopped for a while right after one of its commits. */
final class SinkProcess implements AutoCloseable {
    private final Child child;
    private final BufferedReader output;
    private final int port;
    private final List<Commits.Commit> commits = new ArrayList<>();
    private Optional<Child> freezer = Optional.empty();
    private Optional<String> failure = Optional.empty();

    private SinkProcess(Child child, BufferedReader output, int port) {
        this.child = child;
        this.output = output;
        this.port = port;
    }

    /**
     * Starts it, and returns when it is ready.
     *
     * @throws IOException when it ends instead
     */
    static SinkProcess start(String bootstrap, String topic, Path table, Duration interval) throws IOException {
        Child child = Child.start(Child.java(
                ToySink.class.getName(), bootstrap, topic, table.toString(), Long.toString(interval.toMillis())));
        BufferedReader output = child.output();
        String line = output.readLine();
        if (line == null || !line.startsWith("ready ")) {
            child.close();
            throw new IOException("the sink is not ready but says: " + line);
        }
        return new SinkProcess(child, output, Integer.parseInt(line.substring("ready ".length())));
    }

    int port() {
        return port;
    }

    /**
     * Lets it commit from {@code origin} on, and stops it as soon as commit {@code number} is made.
     *
     * @param origin of its commits, on {@link System#nanoTime}
     * @param thawed when it runs again, from the origin
     */
    void run(long origin, int number, Duration thawed) throws IOException {
        OutputStream input = child.process().getOutputStream();
        input.write((origin + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        Thread listener = new Thread(() -> {
            try {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    String[] words = line.split(" ", -1);
                    if (words[0].equals("commit")) {
                        made(origin, words);
                        if (Integer.parseInt(words[1]) == number) {
                            freeze(Duration.ofNanos(origin - System.nanoTime()).plus(thawed));
                        }
                    }
                }
            } catch (IOException e) {
                failed("the sink cannot be listened to: " + e.getMessage());
            }
        });
        listener.setDaemon(true);
        listener.start();
    }

    private synchronized void made(long origin, String[] words) {
        commits.add(new Commits.Commit(
                Duration.ofNanos(Long.parseLong(words[2]) - origin),
                Duration.ofNanos(Long.parseLong(words[3]) - origin)));
    }

    private synchronized void failed(String why) {
        failure = Optional.of(why);
    }

    /** One shell stops and continues it, so that it does not stay stopped when this process ends meanwhile. */
    private synchronized void freeze(Duration span) throws IOException {
        long pid = child.process().pid();
        freezer = Optional.of(Child.start(List.of(
                "sh",
                "-c",
                String.format(
                        Locale.ROOT, "kill -STOP %d; sleep %.3f; kill -CONT %d", pid, span.toMillis() / 1e3, pid))));
    }

    /**
     * The commits that it made, from the origin.
     *
     * @throws IllegalStateException when it was not stopped
     */
    synchronized Commits commits() {
        if (failure.isPresent() || freezer.isEmpty()) {
            throw new IllegalStateException(failure.orElse("the sink was never stopped; it made " + commits));
        }
        return new Commits(commits);
    }

    @Override
    public synchronized void close() {
        child.close();
        freezer.ifPresent(Child::close);
    }
}
