package rung.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line in a process of its own, as a user has it: it gets signals, and is looked at while it runs. */
final class RungProcess implements AutoCloseable {
    private static final Pattern DASHBOARD = Pattern.compile("dashboard +(http://\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Path folder;

    private RungProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** @param folder keeps what it says, and its temporary files */
    static RungProcess start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")),
                "-cp",
                System.getProperty("java.class.path"),
                "rung.cli.Main"));
        command.addAll(List.of(arguments));
        return new RungProcess(
                new ProcessBuilder(command)
                        .redirectOutput(folder.resolve("stdout").toFile())
                        .redirectError(folder.resolve("stderr").toFile())
                        .start(),
                folder);
    }

    Process process() {
        return process;
    }

    /** What it said on stdout until now. */
    String out() throws IOException {
        return Files.readString(folder.resolve("stdout"), StandardCharsets.UTF_8);
    }

    /** What it said on stderr until now. */
    String err() throws IOException {
        return Files.readString(folder.resolve("stderr"), StandardCharsets.UTF_8);
    }

    /** Where its dashboard is, once it says so. */
    URI dashboard() throws IOException {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || said().find());
        Matcher found = said();
        assertThat(found.find()).as(err()).isTrue();
        return URI.create(found.group(1));
    }

    private Matcher said() throws IOException {
        return DASHBOARD.matcher(err());
    }

    /** Ends it as SIGTERM does, and waits until it has. */
    int end() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("it ends").isTrue();
        return process.exitValue();
    }

    /** Kills it and what it has started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
