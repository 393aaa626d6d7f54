package rung.cli;

/** A daemon thread that works until it is closed. */
final class Background implements AutoCloseable {
    /** What the thread does; told to end by an interrupt. */
    @FunctionalInterface
    interface Work {
        void run() throws InterruptedException;
    }

    private final Thread thread;

    private Background(String name, Work work) {
        thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
    }

    static Background start(String name, Work work) {
        Background background = new Background(name, work);
        background.thread.start();
        return background;
    }

    /** Interrupts the thread and waits for its end, even when the caller is interrupted meanwhile. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
