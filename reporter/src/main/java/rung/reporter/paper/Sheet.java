package rung.reporter.paper;

import java.util.List;
import rung.reporter.chart.Plain;

/**
 * A part of the report that begins a page.
 *
 * @param id within the document
 * @param heading of it
 * @param question that it answers, below its heading
 * @param blocks in the order in which they are read
 */
public record Sheet(String id, String heading, String question, List<Block> blocks) {
    public Sheet {
        heading = Plain.text(heading);
        question = Plain.text(question);
        blocks = List.copyOf(blocks);
    }
}
