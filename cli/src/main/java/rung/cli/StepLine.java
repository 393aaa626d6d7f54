package rung.cli;

import rung.probe.calibration.CalibrationListener;

/** How far a calibration or a report is: one line, written over, where a person watches; nothing elsewhere. */
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
        show("calibrating: " + what + (of > 1 ? " " + done + "/" + of : " …"));
    }

    /** Says what a report is at. */
    void onReport(String what) {
        show("report: " + what + " …");
    }

    private void show(String text) {
        if (isShown) {
            terminal.err().print(CLEAR + " " + text);
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
