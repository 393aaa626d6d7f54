package rung.testbed;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports and HTTP servers of 127.0.0.1. */
final class Loopback {
    static {
        // Read once by the JDK's server. Without it an answer on a kept-alive connection may wait for an ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private Loopback() {}

    /** A port that nobody listened on a moment ago, for a server that cannot choose its own. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, address())) {
            return socket.getLocalPort();
        }
    }

    /** A server on a free port; not started yet. */
    static HttpServer newServer() throws IOException {
        return HttpServer.create(new InetSocketAddress(address(), 0), 0);
    }

    private static InetAddress address() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
