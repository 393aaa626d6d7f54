package rung.cli;

import rung.probe.calibration.CalibrationListener;

/** How far a calibration is: one line, written over, where a person watches; nothing elsewhere. */
final class StepLine implements CalibrationListener, AutoCloseable {
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final boolean isShown;

    StepLine(Terminal terminal, boolean quiet) {
        this.terminal = terminal;
        this.isShown = terminal.interactive() && !quiet;
    }

    @Override
    public void onStep(String what, int done, int of) {
        if (isShown) {
            terminal.err().print(CLEAR + " calibrating: " + what + (of > 1 ? " " + done + "/" + of : " …"));
            terminal.err().flush();
        }
    }

    /** Wipes the line. */
    @Override
    public void close() {
        if (isShown) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
