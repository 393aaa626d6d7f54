package rung.probe.stage.iceberg;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Google Cloud Storage, by its JSON API. */
@Tag("reference")
class GcsStageTest extends CloudStorageContract {
    private static final String JSON = "application/json; charset=UTF-8";

    @Override
    String jars() {
        return "gcs";
    }

    @Override
    String fileIo() {
        return "org.apache.iceberg.gcp.gcs.GCSFileIO";
    }

    @Override
    String warehouse() {
        return "gs://warehouse/retail";
    }

    @Override
    Map<String, String> properties(String endpoint) {
        return Map.of("gcs.service.host", endpoint, "gcs.oauth2.token", SECRET, "gcs.project-id", "retail");
    }

    @Override
    boolean carries(Door.Said said, String secret) {
        return said.header("Authorization").equals("Bearer " + secret);
    }

    @Override
    RecordingStorage.Answer refusal() {
        return error(401, "Invalid Credentials", "authError");
    }

    @Override
    RecordingStorage.Answer absence() {
        return error(404, "No such object", "notFound");
    }

    private static RecordingStorage.Answer error(int code, String message, String reason) {
        return RecordingStorage.Answer.of(
                code,
                JSON,
                "{\"error\":{\"code\":" + code + ",\"message\":\"" + message
                        + "\",\"errors\":[{\"domain\":\"global\",\"reason\":\"" + reason + "\",\"message\":\""
                        + message + "\"}]}}");
    }

    /** Its path is {@code [/download]/storage/v1/b/BUCKET/o/OBJECT}, with the object's slashes escaped. */
    @Override
    String file(Door.Said said) {
        return said.uri().getPath().replaceFirst("^(/download)?/storage/v1/b/([^/]*)/o/", "$2/");
    }

    @Override
    RecordingStorage.Answer found(Door.Said said, Path file) throws IOException {
        if (String.valueOf(said.uri().getQuery()).contains("alt=media")) {
            return RecordingStorage.Answer.part(file, said.header("Range")).with("x-goog-generation", "1");
        }
        return RecordingStorage.Answer.of(
                200,
                JSON,
                "{\"kind\":\"storage#object\",\"bucket\":\"warehouse\",\"name\":\""
                        + file(said).replaceFirst("^warehouse/", "") + "\",\"generation\":\"1\",\"size\":\""
                        + Files.size(file) + "\"}");
    }
}
