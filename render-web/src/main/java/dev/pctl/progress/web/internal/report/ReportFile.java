package dev.pctl.progress.web.internal.report;

import dev.pctl.progress.web.internal.http.Assets;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The page with its data in one file. A content security policy lets only the page's own script and style run. */
public final class ReportFile {

    private ReportFile() {}

    /** Returns the file with the data of a run, which is JSON. */
    public static String of(String title, String data) {
        String script = ClientBundle.script();
        String style = ClientBundle.style();
        String policy = "default-src 'none'; script-src '" + hash(script) + "'; style-src '" + hash(style)
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + "<title>" + escaped(title) + "</title>\n<link rel=\"icon\" href=\"data:,\">\n"
                + "<style>" + style + "</style>\n</head>\n<body>\n"
                + "<div id=\"page\"><p class=\"boot\">This report needs JavaScript.</p></div>\n"
                + "<script type=\"application/octet-stream\" id=\"run-data\">"
                + Base64.getEncoder().encodeToString(Assets.compress(data.getBytes(StandardCharsets.UTF_8)))
                + "</script>\n<script>" + script + "</script>\n</body>\n</html>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
