package rung.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that this one starts, and that does not outlive it. */
final class Child implements AutoCloseable {
    private final Process process;
    private final Thread atExit;

    private Child(Process process) {
        this.process = process;
        this.atExit = new Thread(process::destroyForcibly);
    }

    static Child start(List<String> command) throws IOException {
        Child child =
                new Child(new ProcessBuilder(command).redirectErrorStream(true).start());
        Runtime.getRuntime().addShutdownHook(child.atExit);
        return child;
    }

    /** A small Java machine with the class path of this one. */
    static List<String> java(String main, String... arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    Process process() {
        return process;
    }

    BufferedReader output() {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** All that it prints until it ends; what it printed so far when that takes longer than {@code patience}. */
    String printed(Duration patience) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        try (BufferedReader output = output()) {
            Thread reader = new Thread(
                    () -> output.lines().forEach(line -> text.append(line).append('\n')));
            reader.setDaemon(true);
            reader.start();
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            reader.join(TimeUnit.SECONDS.toMillis(5));
        }
        return text.toString();
    }

    /** Kills it; a stopped process, too. */
    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
