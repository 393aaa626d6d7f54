package rung.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shape that the design asks for, checked on the classes that were built. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("rung");

    @Test
    void onlyTheTimelineReadsAClock() {
        noClasses()
                .that()
                .resideOutsideOfPackages("rung.core.time", "rung.testbed..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(ZonedDateTime.class, "now")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .check(CLASSES);
    }

    @Test
    void theCoreSpeaksToNoSystemOfTheUsers() {
        noClasses()
                .that()
                .resideInAPackage("rung.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.net..",
                        "org.apache.kafka..",
                        "org.apache.iceberg..",
                        "redis..",
                        "picocli..",
                        "io.javalin..")
                .check(CLASSES);
    }

    @Test
    void probeAndReporterMeetOnlyInTheCore() {
        noClasses()
                .that()
                .resideInAPackage("rung.probe..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("rung.reporter..", "rung.testbed..", "rung.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("rung.reporter..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("rung.probe..", "rung.testbed..", "rung.cli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("rung.testbed..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("rung.core..", "rung.probe..", "rung.reporter..", "rung.cli..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("rung.(*).(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theTillsOfRealSystemsCannotBeHadWithoutTheGuardOfTheirSource() {
        classes()
                .that()
                .resideInAPackage("rung.probe.source..")
                .and()
                .implement("rung.probe.source.Till")
                .should()
                .notBePublic()
                .check(CLASSES);
    }

    @Test
    void factsAndReportsCannotBeChanged() {
        classes()
                .that()
                .resideInAPackage("rung.core.measure")
                .and()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .beRecords()
                .check(CLASSES);
    }

    /** A page that names a type which is gone has rotted. */
    @Test
    void everyTypeThatADocumentNamesExists() throws IOException {
        Path root = root();
        Set<String> types = new TreeSet<>();
        CLASSES.forEach(type -> types.add(type.getSimpleName()));
        try (Stream<Path> files = Files.walk(root)) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .forEach(name -> types.add(name.substring(0, name.length() - ".java".length())));
        }
        Set<String> unknown = new TreeSet<>();
        Pattern named = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][A-Za-z]*)+)`");
        for (Path page : List.of(
                root.resolve("README.md"),
                root.resolve("src/RATIONALE.md"),
                root.resolve("probe/RATIONALE.md"),
                root.resolve("reporter/RATIONALE.md"),
                root.resolve("testbed/RATIONALE.md"),
                root.resolve("cli/RATIONALE.md"))) {
            Matcher matcher = named.matcher(Files.readString(page));
            while (matcher.find()) {
                if (!types.contains(matcher.group(1)) && !isOfALibrary(matcher.group(1))) {
                    unknown.add(root.relativize(page) + ": " + matcher.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean isOfALibrary(String name) {
        return CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .anyMatch(dependency ->
                        dependency.getTargetClass().getSimpleName().equals(name));
    }

    private static Path root() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
                .filter(folder -> Files.exists(folder.resolve("tiers.yaml")))
                .findFirst()
                .orElseThrow();
    }
}
