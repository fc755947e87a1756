package dev.pctl.progress.publication;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** A POM, as written or as published. */
final class Pom {

    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    private final Document document;

    private Pom(Document document) {
        this.document = document;
    }

    record Dependency(String group, String artifact, String scope, String version) {

        String id() {
            return group + ':' + artifact;
        }

        boolean own() {
            return group.equals("dev.pctl");
        }
    }

    /** Reads the POM of a module's directory; empty for the root. */
    static Pom of(String module) throws Exception {
        return read(Published.ROOT.resolve(module).resolve("pom.xml"));
    }

    /** Reads the flattened POM of a module's directory, which the build publishes. */
    static Pom published(String module) throws Exception {
        return read(Published.ROOT.resolve(module).resolve("target/.flattened-pom.xml"));
    }

    private static Pom read(Path file) throws Exception {
        return new Pom(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
    }

    String text(String path) throws XPathExpressionException {
        return XPATH.evaluate("/project/" + path, document).strip();
    }

    List<String> texts(String path) throws XPathExpressionException {
        List<String> texts = new ArrayList<>();
        for (Node node : nodes("/project/" + path)) {
            texts.add(node.getTextContent().strip());
        }
        return texts;
    }

    List<Dependency> dependencies() throws XPathExpressionException {
        List<Dependency> dependencies = new ArrayList<>();
        for (Node node : nodes("/project/dependencies/dependency")) {
            dependencies.add(new Dependency(
                    child(node, "groupId"), child(node, "artifactId"), child(node, "scope"), child(node, "version")));
        }
        return dependencies;
    }

    /** Returns the artifacts whose versions are managed. */
    Set<String> managed() throws XPathExpressionException {
        return new TreeSet<>(texts("dependencyManagement/dependencies/dependency/artifactId"));
    }

    /** Returns the plugins and annotation processors of the build and of all profiles. */
    Set<String> plugins() throws XPathExpressionException {
        Set<String> plugins = new TreeSet<>();
        for (Node node : nodes("//plugin | //annotationProcessorPaths/path")) {
            plugins.add(child(node, "groupId") + ':' + child(node, "artifactId"));
        }
        return plugins;
    }

    private List<Node> nodes(String path) throws XPathExpressionException {
        NodeList found = (NodeList) XPATH.evaluate(path, document, XPathConstants.NODESET);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            nodes.add(found.item(i));
        }
        return nodes;
    }

    private static String child(Node node, String name) throws XPathExpressionException {
        return XPATH.evaluate(name, node).strip();
    }
}
