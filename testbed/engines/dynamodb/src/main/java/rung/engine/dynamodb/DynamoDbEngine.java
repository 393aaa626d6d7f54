package rung.engine.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import java.io.IOException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * DynamoDB Local in memory, on a free port of 127.0.0.1. Its own server class binds every interface and reports its start to
 * its maker; so its request handler is put into a server that is made here, which does neither.
 */
public final class DynamoDbEngine {
    private DynamoDbEngine() {}

    /** Prints {@code READY} and the endpoint, and ends when standard input does. */
    public static void main(String[] arguments) throws Exception {
        LocalDynamoDBRequestHandler requests = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new LocalDynamoDBServerHandler(requests, null));
        server.start();
        System.out.println("READY http://127.0.0.1:" + connector.getLocalPort());
        awaitEndOfInput();
        server.stop();
        requests.shutdown();
        System.exit(0);
    }

    private static void awaitEndOfInput() throws IOException {
        byte[] unread = new byte[64];
        while (System.in.read(unread) >= 0) {
            // what is sent has no meaning
        }
    }
}
