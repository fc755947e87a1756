package dev.pctl.progress.examples.provision;

/** Builds HTML from trusted markup and escaped text. */
final class Html {

    private final StringBuilder out = new StringBuilder();

    /** Appends trusted markup. */
    Html markup(String markup) {
        out.append(markup);
        return this;
    }

    /** Appends text from any source, escaped. */
    Html text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                default -> out.append(Character.isISOControl(c) || isBidi(c) ? '\ufffd' : c);
            }
        }
        return this;
    }

    /** Characters that change the reading direction. */
    private static boolean isBidi(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    /** Appends an element with a class and text. */
    Html element(String name, String cssClass, String text) {
        return open(name, cssClass).text(text).close(name);
    }

    Html open(String name, String cssClass) {
        out.append('<').append(name);
        if (!cssClass.isEmpty()) {
            out.append(" class=\"").append(cssClass).append('"');
        }
        out.append('>');
        return this;
    }

    Html close(String name) {
        out.append("</").append(name).append('>');
        return this;
    }

    /** Appends a bar that is filled to a share from 0 to 1. */
    Html bar(String cssClass, double share) {
        long percent = Math.round(100 * Math.max(0, Math.min(1, share)));
        out.append("<div class=\"bar ")
                .append(cssClass)
                .append("\"><i style=\"width:")
                .append(percent)
                .append("%\"></i></div>");
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
