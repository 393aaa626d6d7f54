package rung.probe.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rung.core.measure.Injection;
import rung.core.measure.Stamp;
import rung.probe.source.Source;
import rung.probe.source.SourceContract;
import rung.probe.source.SourceSettings;
import rung.probe.stage.Relay;
import rung.testbed.Broker;

/** A topic keeps the contract, through each of the ways into a broker. */
@Timeout(180)
class KafkaSourceTest extends SourceContract {
    private static final String VALUE = """
            {"id": "{transaction}", "store": "{store}", "sku": "{sku}", "change": {delta}, "at": "{time}"}
            """;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required";
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final String BEARER = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required";

    private static Keystores keystores;
    private static int guarded;
    private static int tls;
    private static int bearer;
    private static Relay relay;
    private static Broker broker;

    private String topic = "";
    private boolean isCut;

    @BeforeAll
    static void startBroker(@TempDir Path folder) throws Exception {
        keystores = Keystores.make(folder);
        int relayed = freePort();
        relay = Relay.to(relayed);
        guarded = freePort();
        tls = freePort();
        bearer = freePort();
        broker = Broker.start(
                folder.resolve("broker"),
                List.of(
                        new Broker.Entrance(relayed, relay.port(), Map.of()),
                        new Broker.Entrance(
                                guarded,
                                guarded,
                                "SASL_PLAINTEXT",
                                Map.of(
                                        "sasl.enabled.mechanisms",
                                        "PLAIN,SCRAM-SHA-512",
                                        "plain.sasl.jaas.config",
                                        PLAIN + " username=\"broker\" password=\"broker-own\" user_till=\"right-one\";",
                                        "scram-sha-512.sasl.jaas.config",
                                        SCRAM + ";")),
                        new Broker.Entrance(tls, tls, "SSL", keystores.ofBroker()),
                        new Broker.Entrance(
                                bearer,
                                bearer,
                                "SASL_PLAINTEXT",
                                Map.of(
                                        "sasl.enabled.mechanisms",
                                        "OAUTHBEARER",
                                        "oauthbearer.sasl.jaas.config",
                                        BEARER + " unsecuredLoginStringClaim_sub=\"broker\""
                                                + " unsecuredValidatorRequiredScope=\"pos\";",
                                        "oauthbearer.sasl.server.callback.handler.class",
                                        "org.apache.kafka.common.security.oauthbearer.internals.unsecured"
                                                + ".OAuthBearerUnsecuredValidatorCallbackHandler"))));
        try (Admin admin = admin()) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "till", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), "right-one")))
                    .all()
                    .get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String at(int port) {
        return "127.0.0.1:" + port;
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
    }

    @AfterAll
    static void stopBroker() throws IOException {
        relay.close();
        broker.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        topic = Topic.create(broker.bootstrap(), "CreateTime");
    }

    @AfterEach
    void mend() throws IOException {
        restore();
    }

    @Override
    protected SourceSettings settings(Duration deliveryTimeout) {
        return settings(at(relay.port()), topic, Map.of(), deliveryTimeout);
    }

    private static KafkaSettings settings(
            String bootstrap, String topic, Map<String, String> client, Duration timeout) {
        return new KafkaSettings(bootstrap, topic, "{store}", VALUE, Map.of(), new ValueFormat.Json(), client, timeout);
    }

    @Override
    protected SourceSettings nowhere(Duration deliveryTimeout) {
        return settings("127.0.0.1:1", topic, Map.of(), deliveryTimeout);
    }

    @Override
    protected SourceSettings misplaced() {
        return settings(at(relay.port()), topic + "s", Map.of(), Duration.ofSeconds(30));
    }

    @Override
    protected Optional<SourceSettings> uninvited() {
        return Optional.of(guarded("PLAIN", PLAIN, "till", SECRET));
    }

    private KafkaSettings guarded(String mechanism, String module, String user, String password) {
        return settings(
                at(guarded),
                topic,
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        mechanism,
                        "sasl.jaas.config",
                        module + " username=\"" + user + "\" password=\"" + password + "\";"),
                Duration.ofSeconds(30));
    }

    @Override
    protected List<Entered> entered() throws Exception {
        List<Entered> entered = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> message : Topic.messages(broker.bootstrap(), topic)) {
            JsonNode sale = JSON.readTree(message.value());
            assertThat(message.key()).isEqualTo(sale.path("store").asText());
            entered.add(new Entered(
                    sale.path("id").asText(),
                    sale.path("store").asText(),
                    sale.path("sku").asText(),
                    sale.path("change").intValue(),
                    Instant.parse(sale.path("at").asText())));
        }
        return entered;
    }

    @Override
    protected void cut() throws IOException {
        relay.cut();
        isCut = true;
    }

    @Override
    protected void stall() {
        relay.stall();
        isCut = true;
    }

    @Override
    protected void tear() {
        relay.tear();
        isCut = true;
    }

    @Override
    protected void restore() throws IOException {
        if (isCut) {
            relay.mend();
            isCut = false;
        }
    }

    @Override
    protected String address() {
        return at(relay.port());
    }

    @Test
    void aMessageHasTheHeadersThatAreWritten() throws Exception {
        KafkaSettings settings = new KafkaSettings(
                broker.bootstrap(),
                topic,
                "{store}",
                VALUE,
                Map.of("event-type", "{kind}", "till", "rung of {store}"),
                new ValueFormat.Json(),
                Map.of(),
                Duration.ofSeconds(30));
        Injection sale = sale();
        send(open(settings), sale);
        accepted(sale);

        Map<String, String> headers = new TreeMap<>();
        for (Header header : Topic.messages(broker.bootstrap(), topic).get(0).headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        assertThat(headers)
                .containsEntry("event-type", "SALE")
                .containsEntry("till", "rung of 9901")
                .containsKeys("rung-synthetic", "traceparent");
        assertThatThrownBy(() -> new KafkaSettings(
                        "a:1",
                        "t",
                        "{store}",
                        VALUE,
                        Map.of("traceparent", "mine"),
                        new ValueFormat.Json(),
                        Map.of(),
                        Duration.ofSeconds(30)))
                .hasMessage("header traceparent is set by Rung; remove it");
    }

    @Test
    void aTopicThatTheBrokerStampsTellsTheBrokersTime() throws Exception {
        String stamped = Topic.create(broker.bootstrap(), "LogAppendTime");
        Source source = open(settings(broker.bootstrap(), stamped, Map.of(), Duration.ofSeconds(30)));
        Instant before = timeline.wall().truncatedTo(ChronoUnit.MILLIS);

        List<Stamp> stamps = new ArrayList<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Injection sale = sale();
            send(source, sale);
            accepted(sale).stamp().ifPresent(stamps::add);
            return !stamps.isEmpty();
        });

        assertThat(stamps.get(0).at()).isBetween(before, timeline.wall());
        assertThat(stamps.get(0).resolution()).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void aTopicThatKeepsTheMessagesOwnStampTellsNoTime() {
        Source source = open(settings(Duration.ofSeconds(30)));

        for (int i = 0; i < 50; i++) {
            Injection sale = sale();
            send(source, sale);
            assertThat(accepted(sale).stamp()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-512"})
    void theRightPasswordDeliversAndAWrongOneIsRefused(String mechanism) throws Exception {
        String module = mechanism.equals("PLAIN") ? PLAIN : SCRAM;

        delivers(guarded(mechanism, module, "till", "right-one"));
        refuses(guarded(mechanism, module, "till", SECRET));
    }

    @Test
    void aCertificateThatIsTrustedDeliversAndAnotherIsRefused() throws Exception {
        delivers(settings(at(tls), topic, keystores.ofClient(), Duration.ofSeconds(30)));
        refuses(settings(at(tls), topic, Map.of("security.protocol", "SSL"), Duration.ofSeconds(30)));
    }

    @Test
    void aTokenWithTheRightScopeDeliversAndAnotherIsRefused() throws Exception {
        delivers(bearer("pos"));
        refuses(bearer("warehouse"));
    }

    private KafkaSettings bearer(String scope) {
        return settings(
                at(bearer),
                topic,
                Map.of(
                        "security.protocol",
                        "SASL_PLAINTEXT",
                        "sasl.mechanism",
                        "OAUTHBEARER",
                        "sasl.jaas.config",
                        BEARER + " unsecuredLoginStringClaim_sub=\"till\" unsecuredLoginStringClaim_word=\"" + SECRET
                                + "\" unsecuredLoginListClaim_scope=\"," + scope + "\";"),
                Duration.ofSeconds(30));
    }

    private void delivers(KafkaSettings settings) throws Exception {
        Source source = open(settings);
        source.check();
        Injection sale = sale();

        send(source, sale);

        accepted(sale);
        assertThat(entered()).extracting(Entered::transaction).containsExactly(sale.id());
    }

    private void refuses(KafkaSettings settings) throws Exception {
        List<Entered> before = entered();
        Source source = open(settings);
        assertThatThrownBy(source::check)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(" refuses to let Rung in: ")
                .hasMessageEndingWith("; are security.protocol, sasl.* and ssl.* among the client properties right?")
                .hasMessageNotContaining(SECRET);
        Injection sale = sale();

        send(source, sale);

        assertThat(refused(sale).reason()).contains(" refuses to let Rung in: ").doesNotContain(SECRET);
        assertThat(entered()).isEqualTo(before);
    }
}
