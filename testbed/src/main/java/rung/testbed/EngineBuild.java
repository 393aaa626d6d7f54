package rung.testbed;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One run of Maven for one engine.
 *
 * @param log gets all that Maven prints
 * @param classpath gets the runtime class path
 */
record EngineBuild(String name, Path folder, Path log, Path classpath) {
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration BETWEEN_NEWS = Duration.ofSeconds(10);
    private static final List<String> COMPLAINTS = List.of("[FATAL] ", "[ERROR] ");
    private static final List<String> SIGNS_OF_A_FAILED_DOWNLOAD =
            List.of("Could not transfer", "Could not find artifact", "Could not resolve dependencies", "Unknown host");

    void run(Consumer<String> progress) throws IOException {
        progress.accept("engine " + name + ": building; the first time its libraries are downloaded");
        Files.deleteIfExists(classpath);
        Process maven = start();
        try {
            for (long end = System.nanoTime() + PATIENCE.toNanos();
                    !maven.waitFor(BETWEEN_NEWS.toMillis(), TimeUnit.MILLISECONDS); ) {
                if (System.nanoTime() - end > 0) {
                    throw new IOException("engine " + name + " was not built within " + PATIENCE.toMinutes()
                            + " minutes; see " + log + " for what Maven was at");
                }
                long files = downloaded();
                if (files > 0) {
                    progress.accept("engine " + name + ": " + files + " files downloaded so far");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while engine " + name + " was built");
        } finally {
            maven.destroyForcibly();
        }
        if (maven.exitValue() != 0) {
            throw new IOException(failure());
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        "mvn",
                        "-B",
                        "-f",
                        folder.resolve("pom.xml").toString(),
                        "package",
                        "dependency:build-classpath",
                        "-Dmdep.outputFile=" + classpath,
                        "-Dmdep.includeScope=runtime")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home", ""));
        try {
            Process maven = builder.start();
            maven.getOutputStream().close();
            return maven;
        } catch (IOException e) {
            throw new IOException(
                    "engine " + name + " is built by Maven, and mvn does not start; install Maven 3.8 or newer: "
                            + e.getMessage(),
                    e);
        }
    }

    private long downloaded() throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("Downloaded from")).count();
        }
    }

    private String failure() throws IOException {
        List<String> complaints;
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            complaints = lines.filter(line -> COMPLAINTS.stream().anyMatch(line::startsWith))
                    .map(line -> line.substring(line.indexOf(' ') + 1))
                    .filter(line -> !line.isBlank() && !line.startsWith("["))
                    .toList();
        }
        String error = complaints.isEmpty() ? "Maven gave no reason" : complaints.get(0);
        boolean download = SIGNS_OF_A_FAILED_DOWNLOAD.stream().anyMatch(error::contains);
        return "engine " + name
                + (download
                        ? " was not downloaded; try again with a way to Maven Central, or to a mirror named in Maven's settings.xml. "
                        : " was not built. ")
                + error + " (the whole output: " + log + ")";
    }
}
