package rung.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubstitutionTest {
    private final Substitution substitution = new Substitution(
            Map.of("HOST", "broker", "PORT", "9092", "EMPTY", "", "TRICK", "${HOST}", "CLOSE", "a}b:-c"));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "plain | plain",
                "${HOST} | broker",
                "${env:HOST} | broker",
                "${HOST}:${PORT} | broker:9092",
                "${HOST}${HOST} | brokerbroker",
                "${NONE:-other} | other",
                "${env:NONE:-other} | other",
                "${HOST:-other} | broker",
                "${EMPTY:-other} | other",
                "<${NONE:-}> | <>",
                "${NONE:-a:-b} | a:-b",
                "$${HOST} | ${HOST}",
                "$${HOST} ${HOST} | ${HOST} broker",
                "$$${HOST} | $${HOST}",
                "$HOST {HOST} $ | $HOST {HOST} $",
                "${TRICK} | ${HOST}",
                "${HOST} ${TRICK} | broker ${HOST}",
                "${CLOSE} | a}b:-c",
                "${NONE:-$HOST} | $HOST",
                "${file:/does/not/exist:-other} | other"
            })
    void valuesAreSubstitutedOnce(String raw, String expected) {
        Substitution.Result result = substitution.apply(raw);

        assertThat(result.problems()).isEmpty();
        assertThat(result.text()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${NONE} | the environment variable NONE is not set; set it, or write a default, ${NONE:-value}",
                "${env:NONE} | the environment variable NONE is not set; set it, or write a default, ${NONE:-value}",
                "${EMPTY} | the environment variable EMPTY is empty; set it, or write a default, ${EMPTY:-value}",
                "${NONE | a ${ is never closed; write ${NAME}, ${NAME:-default}, ${file:/path}, or $${ for a plain ${",
                "${A:-${HOST}} | a ${…} stands within another; write a default as plain text",
                "${} | a ${…} names neither a variable nor an absolute file; write ${NAME}, ${NAME:-default}, ${file:/path}, or $${ for a plain ${",
                "${sys:user.home} | a ${…} names neither a variable nor an absolute file; write ${NAME}, ${NAME:-default}, ${file:/path}, or $${ for a plain ${",
                "${script:javascript:1+1} | a ${…} names neither a variable nor an absolute file; write ${NAME}, ${NAME:-default}, ${file:/path}, or $${ for a plain ${",
                "${file:relative} | a ${…} names neither a variable nor an absolute file; write ${NAME}, ${NAME:-default}, ${file:/path}, or $${ for a plain ${",
                "${file:/does/not/exist} | the file /does/not/exist does not exist; create it, or correct the path"
            })
    void whatCannotBeSubstitutedIsToldWithItsCure(String raw, String problem) {
        assertThat(substitution.apply(raw).problems()).containsExactly(problem);
    }

    @Test
    void everyUnsetVariableOfAValueIsTold() {
        assertThat(substitution.apply("${ONE}/${TWO}").problems()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"'x\n', x", "'x\r\n', x", "'x\n\n', 'x\n'", "x, x", "'${HOST}', '${HOST}'", "'\n', ''"})
    void aFileIsPutInWithoutItsLastNewlineAndIsASecret(String content, String expected) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), content);

        Substitution.Result result = substitution.apply("${file:" + file + "}");

        assertThat(result.text()).isEqualTo(expected);
        assertThat(result.secrets()).containsExactly(expected);
        assertThat(result.origins()).containsExactly("file " + file);
    }

    @Test
    void aFileMayBeAsLargeAsItsLimit() throws IOException {
        Path largest = Files.writeString(directory.resolve("largest"), "x".repeat(64 * 1024));

        assertThat(substitution.apply("${file:" + largest + "}").text()).hasSize(64 * 1024);
    }

    @Test
    void aDefaultWithoutAVariableIsTold() {
        assertThat(substitution.apply("${:-x}").problems())
                .singleElement()
                .asString()
                .startsWith("a ${…} names neither a variable nor an absolute file");
    }

    @Test
    void aFileThatIsNotTextOrTooLargeIsTold() throws IOException {
        Path bytes = Files.write(directory.resolve("bytes"), new byte[] {(byte) 0xC3, (byte) 0x28});
        Path large = Files.write(directory.resolve("large"), new byte[64 * 1024 + 1]);

        assertThat(substitution.apply("${file:" + bytes + "}").problems())
                .containsExactly("the file " + bytes + " is not UTF-8 text; write it anew as text");
        assertThat(substitution.apply("${file:" + large + "}").problems())
                .singleElement()
                .asString()
                .startsWith("the file " + large + " cannot be read");
    }
}
