package rung.engine.trino;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/**
 * Runs Trino's server with the configuration that the system property {@code config} names, says {@code READY} when it has
 * started, and ends when the standard input ends. Its argument is the version that the server reports.
 */
public final class TrinoMain {
    private TrinoMain() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        PrintStream output = System.out; // the server sends System.out to its log
        endWith(System.in);
        Class<?> server = Class.forName("io.trino.server.Server");
        server.getMethod("start", String.class).invoke(server.getConstructor().newInstance(), args[0]);
        output.println("READY");
    }

    /** A server whose parent is gone must not stay behind. It holds nothing that an orderly end would save. */
    private static void endWith(InputStream input) {
        Thread watch = new Thread(() -> {
            try {
                input.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                System.err.println("the standard input failed: " + e.getMessage());
            }
            Runtime.getRuntime().halt(0);
        });
        watch.setDaemon(true);
        watch.start();
    }
}
