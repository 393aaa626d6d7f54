package rung.testbed;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports and HTTP servers of 127.0.0.1. */
final class Loopback {
    static {
        // Read once by the JDK's server. Without it an answer on a kept-alive connection may wait for an ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private Loopback() {}

    /** Different ports that nobody listened on a moment ago, for servers that cannot choose their own. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, address()));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
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
