package rung.reporter.paper;

import com.openhtmltopdf.extend.FSTextBreaker;

/** Breaks lines at spaces alone: neither a clock's time nor a pipeline's name is torn apart while there is a space. */
final class SpaceBreaker implements FSTextBreaker {
    private static final int DONE = -1;

    private String text = "";
    private int at;

    @Override
    public void setText(String newText) {
        text = newText;
        at = 0;
    }

    @Override
    public int next() {
        while (at < text.length() && text.charAt(at) != ' ') {
            at++;
        }
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() ? at : DONE;
    }
}
