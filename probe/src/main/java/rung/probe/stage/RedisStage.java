package rung.probe.stage;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import rung.core.measure.Cycle;
import rung.core.measure.Reading;
import rung.core.measure.StockKey;
import rung.core.time.Timeline;

/** Counts in Redis, all keys of a look in one pipelined round. A connection that broke is replaced at the next look. */
final class RedisStage implements Stage {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");

    private final Timeline timeline;
    private final RedisSettings settings;
    private final KeyTemplate key;
    private final Optional<KeyTemplate> field;
    private @Nullable Connection connection;

    RedisStage(Timeline timeline, RedisSettings settings) {
        this.timeline = timeline;
        this.settings = settings;
        this.key = KeyTemplate.of(settings.key());
        this.field = settings.field().map(KeyTemplate::of);
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
            return List.of(new Reading.Gap(askedAt, timeline.now(), keys, reason(e)));
        }
        return readings(askedAt, timeline.now(), answers);
    }

    private List<Reading> readings(Instant askedAt, Instant answeredAt, Map<StockKey, Response<String>> answers) {
        Map<StockKey, Long> counts = new HashMap<>();
        Set<StockKey> absent = new HashSet<>();
        Map<String, Set<StockKey>> bad = new LinkedHashMap<>();
        answers.forEach((asked, answer) -> {
            String fault;
            try {
                @Nullable String text = answer.get();
                if (text == null) {
                    absent.add(asked);
                    return;
                }
                if (WHOLE.matcher(text).matches()) {
                    counts.put(asked, Long.parseLong(text));
                    return;
                }
                fault = place(asked) + " holds \"" + Reasons.excerpt(text) + "\", not a whole number; is the stage's"
                        + " key right?";
            } catch (JedisDataException e) {
                fault = wrongType(e) ? place(asked) + ": " + reason(e) : reason(e);
            }
            bad.computeIfAbsent(fault, same -> new HashSet<>()).add(asked);
        });
        List<Reading> readings = new ArrayList<>();
        if (!counts.isEmpty() || !absent.isEmpty()) {
            readings.add(new Reading.Counts(askedAt, answeredAt, counts, absent, Cycle.unknown()));
        }
        bad.forEach((fault, unread) -> readings.add(new Reading.Gap(askedAt, answeredAt, unread, fault)));
        return readings;
    }

    private Response<String> ask(Pipeline pipeline, StockKey asked) {
        String name = key.fill(asked, UnaryOperator.identity());
        return field.map(part -> pipeline.hget(name, part.fill(asked, UnaryOperator.identity())))
                .orElseGet(() -> pipeline.get(name));
    }

    private String place(StockKey asked) {
        return settings.address() + " key " + key.fill(asked, UnaryOperator.identity())
                + field.map(part -> " field " + part.fill(asked, UnaryOperator.identity()))
                        .orElse("");
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

    private String reason(JedisException failure) {
        String text = Optional.ofNullable(failure.getMessage()).orElse("");
        if (text.startsWith("NOAUTH") || text.startsWith("WRONGPASS") || text.startsWith("NOPERM")) {
            return settings.address() + " refuses access: " + Reasons.excerpt(text)
                    + "; are the user and password in uri right?";
        }
        if (wrongType(failure)) {
            return "the value has another type than the stage is told; is key or field right?";
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
