package rung.probe.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A cable between a client and a server on 127.0.0.1 that a test can cut and mend; its own port stays the same. */
public final class Relay implements AutoCloseable {
    private final int serverPort;
    private final int port;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private ServerSocket listener;
    private Thread acceptor;

    private Relay(int serverPort, ServerSocket listener) {
        this.serverPort = serverPort;
        this.listener = listener;
        this.port = listener.getLocalPort();
        this.acceptor = accept(listener, serverPort, ends);
    }

    public static Relay to(int serverPort) throws IOException {
        return new Relay(serverPort, listen(0));
    }

    public int port() {
        return port;
    }

    /** Refuses connections from now on, and breaks those that there are. */
    public void cut() throws IOException {
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while a relay was cut");
        }
        for (Socket end : ends) {
            end.close();
        }
        ends.clear();
    }

    public void mend() throws IOException {
        listener = listen(port);
        acceptor = accept(listener, serverPort, ends);
    }

    @Override
    public void close() throws IOException {
        cut();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static Thread accept(ServerSocket open, int serverPort, Set<Socket> ends) {
        return run(() -> {
            while (true) {
                Socket client = open.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                ends.add(client);
                ends.add(server);
                run(() -> copy(client, server));
                run(() -> copy(server, client));
            }
        });
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                out.write(bytes, 0, read);
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static Thread run(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the cable was cut
                    }
                },
                "relay");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
