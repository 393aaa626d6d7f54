package rung.reporter.paper;

import com.openhtmltopdf.extend.OutputDevice;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.render.DefaultObjectDrawerFactory;
import com.openhtmltopdf.util.XRLog;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.w3c.dom.Element;
import rung.reporter.paper.plot.Drawing;
import rung.reporter.paper.plot.Fonts;

/** The tier report as a tagged PDF (PDF/UA-1) with its fonts in it. */
public final class PdfReport {
    private static final float VERSION = 1.7f;
    private static final int RADIX = 16;
    private static final int ID_DIGITS = 15;

    private final Document document;
    private final Map<String, Drawing> drawings = new HashMap<>();

    private PdfReport(Document document) {
        this.document = document;
        for (Sheet sheet : document.sheets()) {
            for (Block block : sheet.blocks()) {
                if (block instanceof Block.Plates plates) {
                    plates.plates().forEach(plate -> drawings.put(plate.figure().id(), plate.drawing()));
                }
            }
        }
    }

    /** Writes it to {@code out}, which stays open. The same document and paper always give the same bytes. */
    public static void write(Document document, Paper paper, OutputStream out) throws IOException {
        new PdfReport(document).write(paper, out);
    }

    private void write(Paper paper, OutputStream out) throws IOException {
        XRLog.setLoggingEnabled(false);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePdfUaAccessibility(true);
        builder.usePdfVersion(VERSION);
        builder.useUnicodeLineBreaker(new SpaceBreaker());
        builder.withProducer(document.origin().build());
        PDDocument pdf = new PDDocument();
        builder.usePDDocument(pdf);
        for (Fonts.File font : Fonts.files()) {
            builder.useFont(
                    new PDFontSupplier(withoutLigatures(pdf, font)),
                    Fonts.FAMILY,
                    font.weight(),
                    FontStyle.NORMAL,
                    true);
        }
        DefaultObjectDrawerFactory drawers = new DefaultObjectDrawerFactory();
        drawers.registerDrawer(
                "application/x-rung-chart",
                (element, x, y, width, height, device, context, dots) ->
                        draw(element, x, y, width / dots, height / dots, device));
        builder.useObjectDrawerFactory(drawers);
        builder.withHtmlContent(
                Pages.render(document, paper.css(document.foot()) + Pages.style("paper.css"), true), null);
        builder.toStream(out);
        try (pdf;
                PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.layout();
            renderer.createPDFWithoutClosing();
            sign(pdf);
            pdf.save(out);
        }
    }

    /** A ligature is one sign for two letters: a hash that is copied from a page would have another. */
    private static PDFont withoutLigatures(PDDocument pdf, Fonts.File file) throws IOException {
        try (InputStream in = file.open()) {
            TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(in));
            font.setEnableGsub(false);
            return PDType0Font.load(pdf, font, true);
        }
    }

    private Map<Shape, String> draw(
            Element element, double x, double y, double width, double height, OutputDevice device) {
        Drawing drawing = drawings.get(element.getAttribute("data"));
        if (drawing == null) {
            throw new IllegalStateException("no chart is called " + element.getAttribute("data"));
        }
        device.drawWithGraphics((float) x, (float) y, (float) width, (float) height, graphics -> drawing.chart()
                .get()
                .draw(graphics, new Rectangle2D.Double(0, 0, width, height)));
        return Map.of();
    }

    /** What would differ from one making to the next comes from the facts. */
    private void sign(PDDocument pdf) {
        Calendar made = calendar(document.made());
        pdf.getDocumentInformation().setCreationDate(made);
        pdf.getDocumentInformation().setModificationDate(made);
        pdf.setDocumentId(Long.parseLong(document.origin().report().substring(0, ID_DIGITS), RADIX));
    }

    private static Calendar calendar(Instant moment) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(moment.toEpochMilli());
        return calendar;
    }
}
