package rung.testbed;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * An installed JDK or JRE.
 *
 * @param release its feature release, such as 17
 */
record JavaHome(Path path, int release) {
    /** What is installed at {@code path}; empty when that is no Java with a {@code release} file. */
    static Optional<JavaHome> at(Path path) throws IOException {
        Path about = path.resolve("release");
        if (!Files.isExecutable(path.resolve("bin").resolve("java")) || !Files.isReadable(about)) {
            return Optional.empty();
        }
        Properties said = new Properties();
        said.load(new StringReader(Files.readString(about)));
        String digits = said.getProperty("JAVA_VERSION", "").replace("\"", "").replaceAll("[^0-9].*", "");
        return digits.isEmpty() ? Optional.empty() : Optional.of(new JavaHome(path, Integer.parseInt(digits)));
    }

    /** The oldest Java in {@code folder} that is of {@code release} or newer. */
    static Optional<JavaHome> oldestIn(Path folder, int release) throws IOException {
        List<Path> homes;
        try (Stream<Path> children = Files.list(folder)) {
            homes = children.sorted().toList();
        }
        List<JavaHome> found = new ArrayList<>();
        for (Path home : homes) {
            at(home).filter(java -> java.release() >= release).ifPresent(found::add);
        }
        return found.stream().min(Comparator.comparingInt(JavaHome::release));
    }
}
