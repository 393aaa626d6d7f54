package rung.testbed;

import java.io.IOException;
import java.io.OutputStream;

/** A child that keeps the rules of {@link EngineProcess}, or breaks the one that its argument names. */
final class ToyEngine {
    private ToyEngine() {}

    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "good" -> {
                System.err.println("a warning");
                System.out.println("a line");
                System.out.println("READY on port 7");
                endOfInput();
            }
            case "broken" -> {
                System.err.println("no such table: inventory");
                Runtime.getRuntime().halt(3);
            }
            case "silent" -> {
                System.out.println("thinking");
                endOfInput();
            }
            case "stubborn" -> {
                System.out.println("READY");
                while (true) {
                    endOfInput();
                    Thread.onSpinWait();
                }
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static void endOfInput() throws IOException {
        System.in.transferTo(OutputStream.nullOutputStream());
    }
}
