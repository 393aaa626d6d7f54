package rung.testbed;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An engine's JVM. Its main class prints a line that starts with {@code READY} when it works, and ends when its standard
 * input ends: so it ends with this JVM, however that ends. All else that it prints goes to its log file.
 */
public final class EngineProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EngineProcess.class);

    private static final String READY = "READY";
    private static final Duration TIME_TO_END = Duration.ofSeconds(15);
    private static final int LAST_LINES = 20;
    private static final int LAST_BYTES = 16_384;

    /**
     * What to run.
     *
     * @param name for messages, such as {@code flink}
     * @param javaHome the JDK or JRE whose {@code bin/java} runs it
     * @param options the JVM's, such as {@code -Xmx512m}
     * @param main the main class
     */
    public record Command(
            String name,
            Path javaHome,
            List<String> options,
            List<Path> classpath,
            String main,
            List<String> arguments) {
        public Command {
            options = List.copyOf(options);
            classpath = List.copyOf(classpath);
            arguments = List.copyOf(arguments);
        }

        /** The same, run by the JVM that runs this. */
        public Command(String name, List<String> options, List<Path> classpath, String main, List<String> arguments) {
            this(name, Path.of(System.getProperty("java.home", "")), options, classpath, main, arguments);
        }
    }

    private final String name;
    private final Process process;
    private final Path logFile;
    private final Duration timeToEnd;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread reader;

    private EngineProcess(String name, Process process, Path logFile, Duration timeToEnd) {
        this.name = name;
        this.process = process;
        this.logFile = logFile;
        this.timeToEnd = timeToEnd;
        this.reader = Daemons.named(name + "-output").newThread(this::read);
    }

    /**
     * Starts {@code command}.
     *
     * @param logFile gets what it prints, after what it holds already
     */
    public static EngineProcess start(Command command, Path logFile) throws IOException {
        return start(command, logFile, TIME_TO_END);
    }

    static EngineProcess start(Command command, Path logFile, Duration timeToEnd) throws IOException {
        Files.createDirectories(logFile.toAbsolutePath().getParent());
        List<String> words = new ArrayList<>(Redis.OWN_SESSION);
        words.add(command.javaHome().resolve("bin").resolve("java").toString());
        words.addAll(command.options());
        words.add("@" + classpathFile(command.classpath(), logFile));
        words.add(command.main());
        words.addAll(command.arguments());
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                .start();
        EngineProcess started = new EngineProcess(command.name(), process, logFile, timeToEnd);
        started.reader.start();
        return started;
    }

    /** A class path of hundreds of jars may be longer than an operating system lets a word be. */
    private static Path classpathFile(List<Path> classpath, Path logFile) throws IOException {
        String joined = classpath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        String quoted = joined.replace("\\", "\\\\").replace("\"", "\\\"");
        return Files.writeString(logFile.resolveSibling(logFile.getFileName() + ".classpath"), "-cp \"" + quoted + '"');
    }

    /**
     * Waits until it works.
     *
     * @return what followed {@code READY} in its line, such as a port
     * @throws IOException when it ended before, or took longer than {@code patience}: with the last lines of its log
     */
    public String awaitReady(Duration patience) throws IOException {
        try {
            return ready.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(name + " was not ready within " + patience.toSeconds() + " s" + lastLines(), e);
        } catch (ExecutionException e) {
            throw new IOException(
                    name + " ended with exit code " + process.exitValue() + " before it was ready" + lastLines(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + name + " started");
        }
    }

    /** Whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** What it printed. */
    public Path logFile() {
        return logFile;
    }

    /** Ends it as a crash would (SIGKILL), and returns when it has ended. */
    public void kill() {
        process.destroyForcibly();
        ended(timeToEnd);
        Daemons.join(reader);
    }

    /** Asks it to end by closing its input, and kills it when it does not. Returns when it has ended. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            log.debug("{} had closed its input: {}", name, e.getMessage());
        }
        if (!ended(timeToEnd)) {
            log.warn("{} has not ended within {} s of being asked, and is killed", name, timeToEnd.toSeconds());
        }
        kill();
    }

    /** An interrupt is passed on to the caller's flag. */
    private boolean ended(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void read() {
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                OutputStream file =
                        Files.newOutputStream(logFile, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(READY)) {
                    ready.complete(line.substring(READY.length()).strip());
                } else {
                    file.write((line + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
                }
            }
            process.waitFor();
        } catch (IOException e) {
            log.warn("the output of {} can no longer be read: {}", name, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ready.completeExceptionally(new IOException(name + " ended"));
    }

    private String lastLines() throws IOException {
        if (!Files.exists(logFile)) {
            return "; it printed nothing";
        }
        byte[] end;
        try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LAST_BYTES));
            end = new byte[(int) Math.min(LAST_BYTES, file.length() - file.getFilePointer())];
            file.readFully(end);
        }
        List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
        if (lines.isEmpty()) {
            return "; it printed nothing";
        }
        return "; its last lines (of " + logFile + "):\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
