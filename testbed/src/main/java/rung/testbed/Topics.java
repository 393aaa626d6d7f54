package rung.testbed;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics that are made before anybody writes to them, as a topic that is made by its first writer has one partition. */
final class Topics {
    private Topics() {}

    /** Creates the topic, unless it is there; then it is left as it is. */
    static void create(String bootstrap, String topic, int partitions) throws IOException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            if (!admin.listTopics().names().get().contains(topic)) {
                admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                        .all()
                        .get();
            }
        } catch (ExecutionException e) {
            throw new IOException("cannot create topic " + topic + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while topic " + topic + " was created");
        }
    }
}
