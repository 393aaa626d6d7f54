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

/**
 * A cable between a client and a server on 127.0.0.1 that a test can cut, stop, tear and mend; its own port stays the
 * same.
 */
public final class Relay implements AutoCloseable {
    private final int serverPort;
    private final int port;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();

    private enum State {
        WHOLE,
        STALLED,
        TORN
    }

    private static final int TORN_AFTER_BYTES = 20;

    private volatile State state = State.WHOLE;
    private ServerSocket listener;
    private Thread acceptor;

    private Relay(int serverPort, ServerSocket listener) {
        this.serverPort = serverPort;
        this.listener = listener;
        this.port = listener.getLocalPort();
        this.acceptor = accept(listener);
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

    /** Makes it whole again; whatever answer is waiting goes on, and connections that broke stay broken. */
    public void mend() throws IOException {
        if (state != State.WHOLE) {
            synchronized (ends) {
                state = State.WHOLE;
                ends.notifyAll();
            }
            return;
        }
        listener = listen(port);
        acceptor = accept(listener);
    }

    /** Takes connections and what is sent, and hands no answer on, until it is mended. */
    public void stall() {
        state = State.STALLED;
    }

    /** Breaks each answer off before it is whole, until it is mended. */
    public void tear() {
        state = State.TORN;
    }

    @Override
    public void close() throws IOException {
        if (state != State.WHOLE) {
            mend();
        }
        cut();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private Thread accept(ServerSocket open) {
        return run(() -> {
            while (true) {
                Socket client = open.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                ends.add(client);
                ends.add(server);
                run(() -> copy(client, server, false));
                run(() -> copy(server, client, true));
            }
        });
    }

    private void copy(Socket from, Socket to, boolean isAnswer) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (isAnswer && state == State.TORN) {
                    out.write(bytes, 0, Math.min(read - 1, TORN_AFTER_BYTES));
                    out.flush();
                    return;
                }
                if (isAnswer) {
                    awaitMending();
                }
                out.write(bytes, 0, read);
            }
        }
    }

    private void awaitMending() throws IOException {
        synchronized (ends) {
            while (state == State.STALLED) {
                try {
                    ends.wait();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException("interrupted while a relay was stalled");
                }
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
