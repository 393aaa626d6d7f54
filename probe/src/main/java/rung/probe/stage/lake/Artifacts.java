package rung.probe.stage.lake;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.CatalogUtil;

/** What a catalog's properties name and Rung does not bring along. */
public final class Artifacts {
    private static final Map<String, String> CATALOGS = Map.of(
            CatalogUtil.ICEBERG_CATALOG_TYPE_HIVE, CatalogUtil.ICEBERG_CATALOG_HIVE,
            CatalogUtil.ICEBERG_CATALOG_TYPE_GLUE, CatalogUtil.ICEBERG_CATALOG_GLUE,
            CatalogUtil.ICEBERG_CATALOG_TYPE_NESSIE, CatalogUtil.ICEBERG_CATALOG_NESSIE,
            CatalogUtil.ICEBERG_CATALOG_TYPE_BIGQUERY, CatalogUtil.ICEBERG_CATALOG_BIGQUERY);

    /** By the beginning of a class's name. */
    private static final Map<String, String> ARTIFACTS = new LinkedHashMap<>();

    static {
        ARTIFACTS.put(CatalogUtil.ICEBERG_CATALOG_HIVE, "iceberg-hive-metastore");
        ARTIFACTS.put("org.apache.iceberg.nessie.", "iceberg-nessie");
        ARTIFACTS.put("org.apache.iceberg.gcp.bigquery.", "iceberg-bigquery");
        ARTIFACTS.put("org.apache.iceberg.gcp.", "iceberg-gcp and iceberg-gcp-bundle");
        ARTIFACTS.put("org.apache.iceberg.azure.", "iceberg-azure and iceberg-azure-bundle");
        ARTIFACTS.put("org.apache.iceberg.aliyun.", "iceberg-aliyun");
        ARTIFACTS.put(CatalogUtil.ICEBERG_CATALOG_GLUE, "software.amazon.awssdk:glue");
        ARTIFACTS.put("software.amazon.awssdk.services.glue.", "software.amazon.awssdk:glue");
        ARTIFACTS.put("org.apache.hadoop.", "hadoop-client-api and hadoop-client-runtime");
    }

    private Artifacts() {}

    /** Which class is missing and which artifact has it; empty when all are there. */
    public static Optional<String> missing(Map<String, String> catalog) {
        Optional<String> type =
                Optional.ofNullable(CATALOGS.get(catalog.getOrDefault(CatalogUtil.ICEBERG_CATALOG_TYPE, "")));
        Optional<String> named = Optional.ofNullable(catalog.get(CatalogProperties.CATALOG_IMPL));
        Optional<String> storage = Optional.ofNullable(catalog.get(CatalogProperties.FILE_IO_IMPL));
        return named.or(() -> type)
                .flatMap(Artifacts::missing)
                .or(() -> storage.flatMap(Artifacts::missing))
                .map(Artifacts::cure);
    }

    /** What to do about {@code missing}, a class's name with dots or slashes. */
    public static String cure(String missing) {
        String name = missing.replace('/', '.');
        return ARTIFACTS.entrySet().stream()
                .filter(artifact -> name.startsWith(artifact.getKey()))
                .findFirst()
                .map(artifact -> "there is no class " + name + "; put " + artifact.getValue()
                        + " and what it needs into lib/, beside Rung's other libraries")
                .orElse("there is no class " + name + "; is its name right, and is its jar in lib/?");
    }

    /** The class itself, or the first that it cannot do without. */
    private static Optional<String> missing(String name) {
        try {
            Class.forName(name, true, Artifacts.class.getClassLoader());
            return Optional.empty();
        } catch (ClassNotFoundException e) {
            return Optional.of(name);
        } catch (LinkageError e) {
            return Optional.of(Optional.ofNullable(e.getMessage()).orElse(name));
        }
    }
}
