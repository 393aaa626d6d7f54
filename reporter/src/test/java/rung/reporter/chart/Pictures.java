package rung.reporter.chart;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads pictures back. */
final class Pictures {
    private Pictures() {}

    /** The picture as XML, parsed without anything from outside. */
    static Document parsed(String svg) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(svg, e);
        }
    }

    static List<Element> elements(String svg) {
        NodeList all = parsed(svg).getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            elements.add((Element) all.item(i));
        }
        return elements;
    }

    /** The outlines of class {@code type}. */
    static List<String> paths(String svg, String type) {
        return elements(svg).stream()
                .filter(one -> one.getTagName().equals("path"))
                .filter(one -> List.of(one.getAttribute("class").split(" ")).contains(type))
                .map(one -> one.getAttribute("d"))
                .toList();
    }

    static List<String> texts(String svg) {
        return elements(svg).stream()
                .filter(one -> one.getTagName().equals("text"))
                .map(Element::getTextContent)
                .toList();
    }

    static Set<String> classes(String svg) {
        Set<String> classes = new TreeSet<>();
        elements(svg)
                .forEach(one -> classes.addAll(List.of(one.getAttribute("class").split(" "))));
        classes.remove("");
        return classes;
    }

    /** All numbers of all coordinates. */
    static List<String> numbers(String svg) {
        List<String> numbers = new ArrayList<>();
        Pattern number = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");
        for (Element element : elements(svg)) {
            for (String name : List.of("d", "x", "y", "cx", "cy", "r", "viewBox")) {
                Matcher matcher = number.matcher(element.getAttribute(name));
                while (matcher.find()) {
                    numbers.add(matcher.group());
                }
            }
        }
        return numbers;
    }
}
