package rung.testbed;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTCatalogProperties;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of Iceberg's REST protocol that a pipeline needs, over any catalog: configuration, namespaces, and tables
 * with entity tags. What it does not speak it refuses with the protocol's own error.
 *
 * @see <a href="https://github.com/apache/iceberg/blob/main/open-api/rest-catalog-open-api.yaml">the protocol</a>
 */
final class CatalogHandler implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(CatalogHandler.class);
    private static final ObjectMapper JSON = protocolJson();
    private static final List<Endpoint> ENDPOINTS = List.of(
            Endpoint.V1_LIST_NAMESPACES,
            Endpoint.V1_CREATE_NAMESPACE,
            Endpoint.V1_LOAD_NAMESPACE,
            Endpoint.V1_NAMESPACE_EXISTS,
            Endpoint.V1_DELETE_NAMESPACE,
            Endpoint.V1_LIST_TABLES,
            Endpoint.V1_CREATE_TABLE,
            Endpoint.V1_LOAD_TABLE,
            Endpoint.V1_TABLE_EXISTS,
            Endpoint.V1_UPDATE_TABLE,
            Endpoint.V1_DELETE_TABLE);

    private final JdbcCatalog catalog;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong notModified = new AtomicLong();
    private final AtomicLong bytesSent = new AtomicLong();

    CatalogHandler(JdbcCatalog catalog) {
        this.catalog = catalog;
    }

    long requests() {
        return requests.get();
    }

    long notModified() {
        return notModified.get();
    }

    long bytesSent() {
        return bytesSent.get();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer;
            try {
                answer = answer(exchange, body);
            } catch (RuntimeException | JsonProcessingException e) {
                answer = refusal(e);
            }
            send(exchange, answer);
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) throws IOException {
        String method = exchange.getRequestMethod();
        List<String> path =
                Arrays.asList(exchange.getRequestURI().getRawPath().substring(1).split("/", -1));
        if (path.size() == 2 && path.get(1).equals("config") && method.equals("GET")) {
            return Answer.of(ConfigResponse.builder().withEndpoints(ENDPOINTS).build());
        }
        if (path.size() < 2 || !path.get(0).equals("v1") || !path.get(1).equals("namespaces")) {
            return noRoute(exchange);
        }
        if (path.size() == 2) {
            return namespaces(exchange, method, body);
        }
        Namespace namespace =
                RESTUtil.decodeNamespaceAsPathSegment(path.get(2), RESTCatalogProperties.NAMESPACE_SEPARATOR_DEFAULT);
        if (path.size() == 3) {
            return namespace(exchange, method, namespace);
        }
        if (path.size() == 4 && path.get(3).equals("tables")) {
            return tables(exchange, method, namespace, body);
        }
        if (path.size() == 5 && path.get(3).equals("tables")) {
            TableIdentifier table = TableIdentifier.of(namespace, RESTUtil.decodePathSegment(path.get(4)));
            return table(exchange, method, table, body);
        }
        return noRoute(exchange);
    }

    private Answer namespaces(HttpExchange exchange, String method, byte[] body) throws IOException {
        return switch (method) {
            case "GET" -> {
                Namespace parent = parameter(exchange, "parent")
                        .map(RESTUtil::namespaceFromQueryParam)
                        .orElse(Namespace.empty());
                yield Answer.of(CatalogHandlers.listNamespaces(catalog, parent));
            }
            case "POST" ->
                Answer.of(CatalogHandlers.createNamespace(catalog, JSON.readValue(body, CreateNamespaceRequest.class)));
            default -> noRoute(exchange);
        };
    }

    private Answer namespace(HttpExchange exchange, String method, Namespace namespace) {
        return switch (method) {
            case "GET" -> Answer.of(CatalogHandlers.loadNamespace(catalog, namespace));
            case "HEAD" -> done(() -> CatalogHandlers.namespaceExists(catalog, namespace));
            case "DELETE" -> done(() -> CatalogHandlers.dropNamespace(catalog, namespace));
            default -> noRoute(exchange);
        };
    }

    private Answer tables(HttpExchange exchange, String method, Namespace namespace, byte[] body) throws IOException {
        return switch (method) {
            case "GET" -> Answer.of(CatalogHandlers.listTables(catalog, namespace));
            case "POST" -> create(namespace, JSON.readValue(body, CreateTableRequest.class));
            default -> noRoute(exchange);
        };
    }

    private Answer create(Namespace namespace, CreateTableRequest request) {
        return Answer.of(
                request.stageCreate()
                        ? CatalogHandlers.stageTableCreate(catalog, namespace, request)
                        : CatalogHandlers.createTable(catalog, namespace, request));
    }

    private Answer table(HttpExchange exchange, String method, TableIdentifier table, byte[] body) throws IOException {
        return switch (method) {
            case "GET" -> load(exchange, table);
            case "HEAD" -> done(() -> CatalogHandlers.tableExists(catalog, table));
            case "POST" ->
                Answer.of(CatalogHandlers.updateTable(catalog, table, JSON.readValue(body, UpdateTableRequest.class)));
            case "DELETE" ->
                parameter(exchange, "purgeRequested").orElse("false").equals("true")
                        ? done(() -> CatalogHandlers.purgeTable(catalog, table))
                        : done(() -> CatalogHandlers.dropTable(catalog, table));
            default -> noRoute(exchange);
        };
    }

    private static Answer done(Runnable action) {
        action.run();
        return Answer.NO_CONTENT;
    }

    /** The tag is of the metadata file and the mode: an answer with all snapshots differs from one with the named ones. */
    private Answer load(HttpExchange exchange, TableIdentifier table) {
        SnapshotMode mode = parameter(exchange, RESTCatalogProperties.SNAPSHOTS_QUERY_PARAMETER)
                        .orElse("all")
                        .equals("refs")
                ? SnapshotMode.REFS
                : SnapshotMode.ALL;
        LoadTableResponse response = CatalogHandlers.loadTable(catalog, table, mode);
        String tag = '"'
                + mode.name()
                + '-'
                + Integer.toHexString(response.metadataLocation().hashCode())
                + '"';
        if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            notModified.incrementAndGet();
            return new Answer(304, Optional.empty(), Optional.of(tag));
        }
        return new Answer(200, Optional.of(response), Optional.of(tag));
    }

    private static Answer noRoute(HttpExchange exchange) {
        return error(
                400,
                "BadRequestException",
                "No route for " + exchange.getRequestMethod() + " " + exchange.getRequestURI());
    }

    private static Answer refusal(Exception e) {
        int status = status(e);
        if (status == 500) {
            log.warn("the catalog failed", e);
        }
        return error(status, e.getClass().getSimpleName(), String.valueOf(e.getMessage()));
    }

    private static int status(Exception e) {
        if (e instanceof NoSuchNamespaceException || e instanceof NoSuchTableException) {
            return 404;
        }
        if (e instanceof AlreadyExistsException
                || e instanceof CommitFailedException
                || e instanceof NamespaceNotEmptyException) {
            return 409;
        }
        if (e instanceof IllegalArgumentException
                || e instanceof ValidationException
                || e instanceof JsonProcessingException) {
            return 400;
        }
        return e instanceof UnsupportedOperationException ? 406 : 500;
    }

    private static Answer error(int status, String type, String message) {
        ErrorResponse body = ErrorResponse.builder()
                .responseCode(status)
                .withType(type)
                .withMessage(message)
                .build();
        return new Answer(status, Optional.of(body), Optional.empty());
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.tag().ifPresent(tag -> exchange.getResponseHeaders().set("ETag", tag));
        if (answer.body().isEmpty() || exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(answer.status(), -1);
            return;
        }
        byte[] body = JSON.writeValueAsBytes(answer.body().get());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.status(), body.length);
        exchange.getResponseBody().write(body);
        bytesSent.addAndGet(body.length);
    }

    private static Optional<String> parameter(HttpExchange exchange, String name) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        Map<String, String> parameters = RESTUtil.decodeFormData(query);
        return Optional.ofNullable(parameters.get(name));
    }

    private static ObjectMapper protocolJson() {
        ObjectMapper json = new ObjectMapper();
        json.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
        json.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        json.setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());
        RESTSerializers.registerAll(json);
        return json;
    }

    /** What goes back: a body is absent for 204 and 304, a tag for all but loaded tables. */
    private record Answer(int status, Optional<Object> body, Optional<String> tag) {
        static final Answer NO_CONTENT = new Answer(204, Optional.empty(), Optional.empty());

        static Answer of(Object body) {
            return new Answer(200, Optional.of(body), Optional.empty());
        }
    }
}
