package rung.testbed;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program that runs in a JVM of its own, from a Maven project below {@code testbed/engines}: no part of Rung's own build,
 * downloaded and built when it is first used.
 */
public final class Engine {
    private final String name;
    private final Path folder;

    private Engine(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /**
     * Finds an engine's project in Rung's source tree: the one that the system property {@code rung.home} names, else the one
     * around the working directory. Builds nothing.
     *
     * @throws IOException when there is no source tree, or no such project in it
     */
    public static Engine named(String name) throws IOException {
        return in(home().resolve("testbed").resolve("engines"), name);
    }

    static Engine in(Path engines, String name) throws IOException {
        Path folder = engines.resolve(name);
        if (!Files.isRegularFile(folder.resolve("pom.xml"))) {
            throw new IOException("no engine is called " + name + ": there is no " + folder.resolve("pom.xml"));
        }
        return new Engine(name, folder);
    }

    private static Path home() throws IOException {
        String given = System.getProperty("rung.home", "");
        if (!given.isEmpty()) {
            return Path.of(given);
        }
        Path here = Path.of("").toAbsolutePath();
        return Stream.iterate(here, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("tiers.yaml")))
                .findFirst()
                .orElseThrow(() -> new IOException("engines are built from Rung's source tree, and " + here
                        + " is not in one; start Rung with its launcher, or name the tree with -Drung.home"));
    }

    /** The name of its folder. */
    public String name() {
        return name;
    }

    /**
     * Downloads and builds what the engine needs, when that was not done since its sources changed; else returns at once.
     * Waits while another process builds it.
     *
     * @param progress gets a sentence when something takes time; called by the caller's thread
     * @throws IOException when it cannot be built: the message names the cause, the cure and the log file
     */
    public void prepare(Consumer<String> progress) throws IOException {
        FolderLock lock = FolderLock.of(
                target(), () -> progress.accept("engine " + name + ": another process is building it; waiting"));
        try (lock) {
            FileTime newest = newestSource();
            if (built(newest)) {
                return;
            }
            new EngineBuild(name, folder, target().resolve("build.log"), classpathFile()).run(progress);
            Files.writeString(stamp(), "");
            Files.setLastModifiedTime(stamp(), newest);
        }
    }

    /** The engine's own jar, when it has sources, and all that it needs at runtime. Ask when it is {@linkplain #prepare prepared}. */
    public List<Path> classpath() throws IOException {
        List<Path> entries = new ArrayList<>(ownJar());
        Arrays.stream(Files.readString(classpathFile()).strip().split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(entries::add);
        return List.copyOf(entries);
    }

    /** {@link #classpath()}, and after it the code of this module, for an engine that uses {@link LocalFileIO}. */
    List<Path> classpathWithTestbed() throws IOException {
        List<Path> entries = new ArrayList<>(classpath());
        try {
            entries.add(Path.of(LocalFileIO.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IOException("this class is not in a file: " + e.getMessage(), e);
        }
        return entries;
    }

    /** The project's folder, for what lies beside its sources. */
    public Path folder() {
        return folder;
    }

    /** A stamp as new as the newest source, and nothing gone from the local repository since. */
    private boolean built(FileTime newest) throws IOException {
        return Files.exists(stamp())
                && Files.getLastModifiedTime(stamp()).compareTo(newest) >= 0
                && Files.exists(classpathFile())
                && classpath().stream().allMatch(Files::exists);
    }

    /** Folders count, too: a removed file changes its folder. */
    private FileTime newestSource() throws IOException {
        List<Path> sources = new ArrayList<>(List.of(folder.resolve("pom.xml")));
        if (Files.isDirectory(folder.resolve("src"))) {
            try (Stream<Path> below = Files.walk(folder.resolve("src"))) {
                below.forEach(sources::add);
            }
        }
        List<FileTime> times = new ArrayList<>();
        for (Path source : sources) {
            times.add(Files.getLastModifiedTime(source));
        }
        return times.stream().max(Comparator.naturalOrder()).orElseThrow();
    }

    private List<Path> ownJar() throws IOException {
        try (Stream<Path> files = Files.list(target())) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private Path target() {
        return folder.resolve("target");
    }

    private Path classpathFile() {
        return target().resolve("classpath.txt");
    }

    private Path stamp() {
        return target().resolve("engine.built");
    }
}
