package dev.pctl.progress.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pctl.progress.examples.replay.SvgScreen;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Verifies pictures of screens: text, colours, and safety. */
class SvgScreenTest {

    private static Document draw(String title, SvgScreen.Palette palette, String written) throws Exception {
        SvgScreen screen = new SvgScreen(40, 6);
        screen.write(written);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(screen.draw(title, palette))));
    }

    private static List<Element> all(Document picture, String tag) {
        NodeList nodes = picture.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    private static Element text(Document picture, String content) {
        return all(picture, "text").stream()
                .filter(e -> e.getTextContent().stripTrailing().equals(content))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no text " + content));
    }

    @Test
    void drawsTextWithPositionColourAndWeight() throws Exception {
        Document picture = draw("image", SvgScreen.Palette.DARK, "plain\r\n  \u001b[1;31mbad\u001b[0m\u001b[2mfaint");
        assertThat(text(picture, "plain").getAttribute("fill")).isEqualTo(SvgScreen.Palette.DARK.text());
        Element bad = text(picture, "bad");
        assertThat(bad.getAttribute("fill"))
                .isEqualTo(SvgScreen.Palette.DARK.colors().get(1));
        assertThat(bad.getAttribute("font-weight")).isEqualTo("bold");
        assertThat(Double.parseDouble(bad.getAttribute("x"))).isEqualTo(16 + 2 * 8.4);
        assertThat(text(picture, "faint").getAttribute("opacity")).isNotEmpty();
        assertThat(text(picture, "image").getAttribute("text-anchor")).isEqualTo("middle");
        assertThat(picture.getDocumentElement().getAttribute("aria-label")).isEqualTo("image");
    }

    @Test
    void usesOtherColoursForLightWindow() throws Exception {
        Document light = draw("", SvgScreen.Palette.LIGHT, "\u001b[32mgood");
        assertThat(text(light, "good").getAttribute("fill"))
                .isEqualTo(SvgScreen.Palette.LIGHT.colors().get(2));
        assertThat(all(light, "rect").get(0).getAttribute("fill")).isEqualTo(SvgScreen.Palette.LIGHT.background());
        Document own = draw("", SvgScreen.Palette.LIGHT, "\u001b[38;5;130mown");
        assertThat(text(own, "own").getAttribute("fill")).matches("#[0-9a-f]{6}");
    }

    @Test
    void drawsBarsAsBoxesAndWideCharactersAlone() throws Exception {
        Document picture = draw("", SvgScreen.Palette.DARK, "██░ 漢x");
        assertThat(all(picture, "rect")).as("the background and three cells").hasSize(4);
        assertThat(text(picture, "漢")).isNotNull();
        assertThat(Double.parseDouble(text(picture, "x").getAttribute("x"))).isEqualTo(16 + 6 * 8.4);
    }

    @Test
    void escapesMarkupOnScreen() throws Exception {
        String mischief = "<script>&amp;]]></script>\"'";
        Document picture = draw(mischief + "\u0000\u001b[2J\ud800\uffff", SvgScreen.Palette.DARK, mischief);
        assertThat(all(picture, "script")).isEmpty();
        assertThat(text(picture, mischief)).isNotNull();
    }

    @Test
    void leavesOutEmptyLinesAtBottom() throws Exception {
        int one = height(draw("", SvgScreen.Palette.DARK, "one"));
        assertThat(height(draw("", SvgScreen.Palette.DARK, "one\r\n\r\n\r\n"))).isEqualTo(one);
        assertThat(height(draw("", SvgScreen.Palette.DARK, "one\r\n\r\ntwo"))).isGreaterThan(one);
    }

    private static int height(Document picture) {
        return Integer.parseInt(picture.getDocumentElement().getAttribute("height"));
    }
}
