package rung.probe.stage.redis;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.BuilderFactory;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandObject;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.json.JsonProtocol;
import rung.core.measure.Cycle;
import rung.core.measure.Fault;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;
import rung.probe.stage.Answer;
import rung.probe.stage.KeyTemplate;
import rung.probe.stage.Stage;
import rung.probe.wire.Reasons;

/** Counts in Redis, all keys of a look in one pipelined round. A connection that broke is replaced at the next look. */
final class RedisStage implements Stage {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

    private final Timeline timeline;
    private final RedisSettings settings;
    private final KeyTemplate key;
    private final KeyTemplate place;
    private @Nullable Connection connection;

    RedisStage(Timeline timeline, RedisSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.key = KeyTemplate.of(settings.key());
        this.place = KeyTemplate.of(settings.held().place());
    }

    @Override
    public List<Reading> read(Set<StockKey> keys) {
        Instant askedAt = timeline.now();
        Map<StockKey, Response<String>> answers = new LinkedHashMap<>();
        try {
            Pipeline pipeline = new Pipeline(connected());
            keys.forEach(asked -> answers.put(asked, ask(pipeline, asked)));
            pipeline.sync();
        } catch (JedisException e) {
            close();
            return List.of(new Reading.Gap(askedAt, timeline.now(), keys, fault(e), reason(e)));
        }
        return readings(askedAt, timeline.now(), answers);
    }

    private List<Reading> readings(Instant askedAt, Instant answeredAt, Map<StockKey, Response<String>> answers) {
        Answer answer = new Answer();
        answers.forEach((asked, response) -> {
            try {
                @Nullable String text = response.get();
                if (text == null) {
                    answer.absent(asked);
                } else {
                    read(asked, text, answer);
                }
            } catch (JedisDataException e) {
                answer.bad(asked, fault(e), wrongType(e) ? place(asked) + ": " + reason(e) : reason(e));
            }
        });
        return answer.readings(askedAt, answeredAt, Cycle.unknown());
    }

    private void read(StockKey asked, String text, Answer answer) {
        switch (settings.held().as()) {
            case DOCUMENT -> Documents.at(filled(asked), place.namesSku(), text, asked, place(asked), answer);
            case JSON -> Documents.matched(place.namesSku(), text, asked, place(asked), answer);
            default -> {
                if (WHOLE.matcher(text).matches()) {
                    answer.count(asked, Long.parseLong(text));
                } else {
                    answer.bad(
                            asked,
                            Fault.NOT_A_COUNT,
                            place(asked) + " holds \"" + Reasons.excerpt(text) + "\", not a whole number; is the"
                                    + " stage's key right?");
                }
            }
        }
    }

    private Response<String> ask(Pipeline pipeline, StockKey asked) {
        String name = key.fill(asked, UnaryOperator.identity());
        return switch (settings.held().as()) {
            case FIELD -> pipeline.hget(name, filled(asked));
            case JSON ->
                pipeline.executeCommand(new CommandObject<>(
                        new CommandArguments(JsonProtocol.JsonCommand.GET)
                                .key(name)
                                .add(filled(asked)),
                        BuilderFactory.STRING));
            default -> pipeline.get(name);
        };
    }

    /** The place of the count within what the key holds. */
    private String filled(StockKey asked) {
        return place.fill(
                asked,
                settings.held().as() == Held.As.DOCUMENT
                        ? part -> part.replace("~", "~0").replace("/", "~1")
                        : UnaryOperator.identity());
    }

    private String place(StockKey asked) {
        Held held = settings.held();
        return settings.address() + " key " + key.fill(asked, UnaryOperator.identity())
                + (held.as() == Held.As.TEXT ? "" : " " + held.as().setting() + " " + filled(asked));
    }

    private Connection connected() {
        Connection open = connection;
        if (open == null) {
            int timeout = Math.toIntExact(settings.timeout().toMillis());
            DefaultJedisClientConfig.Builder client = DefaultJedisClientConfig.builder()
                    .connectionTimeoutMillis(timeout)
                    .socketTimeoutMillis(timeout)
                    .database(settings.database())
                    .clientName("rung");
            if (settings.uri().getScheme().equals("rediss")) {
                client.sslOptions(SslOptions.defaults());
            }
            String login = settings.uri().getUserInfo();
            if (login != null) {
                int colon = login.indexOf(':');
                if (colon > 0) {
                    client.user(login.substring(0, colon));
                }
                client.password(login.substring(colon + 1));
            }
            open = new Connection(new HostAndPort(settings.uri().getHost(), settings.port()), client.build());
            connection = open;
        }
        return open;
    }

    private static boolean lacksModule(String text) {
        return text.startsWith("ERR unknown command")
                && text.toUpperCase(Locale.ROOT).contains("JSON.GET");
    }

    private static boolean refusesAccess(String text) {
        return text.startsWith("NOAUTH") || text.startsWith("WRONGPASS") || text.startsWith("NOPERM");
    }

    private static Fault fault(JedisException failure) {
        String text = Optional.ofNullable(failure.getMessage()).orElse("");
        if (refusesAccess(text)) {
            return Fault.DENIED;
        }
        if (wrongType(failure)) {
            return Fault.NOT_A_COUNT;
        }
        if (lacksModule(text)) {
            return Fault.NOT_FOUND;
        }
        if (failure instanceof JedisConnectionException) {
            return hasCause(failure, SocketTimeoutException.class) ? Fault.TIMEOUT : Fault.UNREACHABLE;
        }
        return text.startsWith("BUSY")
                        || text.startsWith("OOM")
                        || text.startsWith("LOADING")
                        || text.startsWith("ERR max number of clients")
                ? Fault.OVERLOADED
                : Fault.FAILED;
    }

    private String reason(JedisException failure) {
        String text = Optional.ofNullable(failure.getMessage()).orElse("");
        if (refusesAccess(text)) {
            return settings.address() + " refuses access: " + Reasons.excerpt(text)
                    + "; are the user and password in uri right?";
        }
        if (wrongType(failure)) {
            return "the value has another type than the stage is told; is key or field right?";
        }
        if (lacksModule(text)) {
            return settings.address()
                    + " does not know JSON.GET; is type right? Load RedisJSON, or, where the document is a"
                    + " plain string, write type: string and its pointer";
        }
        if (!(failure instanceof JedisConnectionException)) {
            return settings.address() + " answered: " + Reasons.excerpt(text);
        }
        String cause = hasCause(failure, SocketTimeoutException.class)
                ? "no answer within " + settings.timeout().toMillis() + " ms"
                : hasCause(failure, ConnectException.class) ? "connection refused" : Reasons.of(failure);
        return "cannot read " + settings.address() + ": " + cause + "; is Redis up, and is uri right?";
    }

    private static boolean wrongType(JedisException failure) {
        return Optional.ofNullable(failure.getMessage()).orElse("").startsWith("WRONGTYPE");
    }

    /** Whether {@code kind} is among the causes, or among the attempts at other addresses of the same host. */
    private static boolean hasCause(Throwable failure, Class<? extends Throwable> kind) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
            for (Throwable attempt : cause.getSuppressed()) {
                if (kind.isInstance(attempt)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (JedisException e) {
                // it was broken already, and nothing hangs on it any more
            }
            connection = null;
        }
    }
}
