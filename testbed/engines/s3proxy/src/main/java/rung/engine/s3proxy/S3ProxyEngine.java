package rung.engine.s3proxy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;

/** S3Proxy in memory, on a free port of 127.0.0.1, with one pair of keys that every request must be signed with. */
public final class S3ProxyEngine {
    private static final String ACCESS_KEY = "RUNG";

    private S3ProxyEngine() {}

    /**
     * Creates the buckets that {@code arguments} name, prints {@code READY}, the endpoint, the access key and the secret key,
     * which is new with each start, and ends when standard input does.
     */
    public static void main(String[] arguments) throws Exception {
        TransientNio2BlobStore store = new TransientNio2BlobStore();
        List.of(arguments).forEach(store::createContainer);
        String secretKey = UUID.randomUUID().toString();
        S3Proxy server = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, secretKey)
                .build();
        server.start();
        System.out.println("READY http://127.0.0.1:" + server.getPort() + " " + ACCESS_KEY + " " + secretKey);
        awaitEndOfInput();
        server.stop();
        System.exit(0);
    }

    private static void awaitEndOfInput() throws IOException {
        byte[] unread = new byte[64];
        while (System.in.read(unread) >= 0) {
            // what is sent has no meaning
        }
    }
}
