package rung.probe.stage.kafka;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import rung.probe.stage.Stage;
import rung.probe.stage.StageContract;

/** What the topic stage keeps, whatever its messages look like. */
@Timeout(180)
abstract class TopicStageContract extends StageContract {
    static TopicWorld world;

    final String topic = "inventory-" + UUID.randomUUID();

    @BeforeAll
    static void startBroker(@TempDir Path folder) throws IOException {
        world = TopicWorld.start(folder);
    }

    @AfterAll
    static void stopBroker() throws IOException {
        world.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        world.create(topic, 3);
    }

    @AfterEach
    void mend() throws IOException {
        world.restore();
    }

    abstract TopicSettings settings(String bootstrap, Map<String, String> client);

    @Override
    protected Stage open() {
        return settings(world.bootstrap(), Map.of()).open(timeline);
    }

    static TopicSettings settings(
            String bootstrap, String topic, Position position, Content content, Map<String, String> client) {
        return new TopicSettings(
                bootstrap,
                topic,
                position,
                content,
                From.BEGINNING,
                client,
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    @Override
    protected Optional<Stage> openDenied() {
        return Optional.of(
                settings(world.guarded(), TopicWorld.login("hushhush")).open(timeline));
    }

    @Override
    protected void cut() throws IOException {
        world.cut();
    }

    @Override
    protected void stall() {
        world.stall();
    }

    @Override
    protected void tear() {
        world.tear();
    }

    @Override
    protected void restore() throws IOException {
        world.restore();
    }

    @Override
    protected String address() {
        return "topic " + topic + " at " + world.bootstrap();
    }
}
