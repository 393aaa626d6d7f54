package rung.probe.stage.iceberg;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Azure Data Lake Storage, which is read as blobs, with a shared access signature. */
@Tag("reference")
class AdlsStageTest extends CloudStorageContract {
    private static final String ACCOUNT = "retailer.dfs.core.windows.net";
    private static final String XML = "application/xml";

    @Override
    String jars() {
        return "adls";
    }

    @Override
    String fileIo() {
        return "org.apache.iceberg.azure.adlsv2.ADLSFileIO";
    }

    @Override
    String warehouse() {
        return "abfss://warehouse@" + ACCOUNT + "/retail";
    }

    @Override
    Map<String, String> properties(String endpoint) {
        return Map.of(
                "adls.connection-string." + ACCOUNT,
                endpoint + "/retailer",
                "adls.sas-token." + ACCOUNT,
                "sv=2024-11-04&sig=" + SECRET);
    }

    @Override
    boolean carries(Door.Said said, String secret) {
        return Arrays.asList(String.valueOf(said.uri().getQuery()).split("&", -1))
                .contains("sig=" + secret);
    }

    @Override
    RecordingStorage.Answer refusal() {
        return error(403, "AuthenticationFailed");
    }

    @Override
    RecordingStorage.Answer absence() {
        return error(404, "BlobNotFound");
    }

    private static RecordingStorage.Answer error(int status, String code) {
        return RecordingStorage.Answer.of(
                        status, XML, "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code></Error>")
                .with("x-ms-error-code", code);
    }

    /** Its path is {@code /ACCOUNT/CONTAINER/PATH}, as on every address that is not the cloud's own. */
    @Override
    String file(Door.Said said) {
        return said.uri().getPath().replaceFirst("^/retailer/warehouse/", "warehouse@" + ACCOUNT + "/");
    }

    @Override
    RecordingStorage.Answer found(Door.Said said, Path file) throws IOException {
        return RecordingStorage.Answer.part(
                        file, said.header("x-ms-range").isEmpty() ? said.header("Range") : said.header("x-ms-range"))
                .with("ETag", "\"0x1\"")
                .with("Last-Modified", "Fri, 27 Nov 2026 12:00:00 GMT")
                .with("x-ms-creation-time", "Fri, 27 Nov 2026 12:00:00 GMT")
                .with("x-ms-blob-type", "BlockBlob")
                .with("x-ms-version", "2024-11-04");
    }
}
