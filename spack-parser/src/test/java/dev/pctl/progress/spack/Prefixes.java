package dev.pctl.progress.spack;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** The ways in which a log arrives. */
public final class Prefixes {

    private Prefixes() {}

    static Map<String, UnaryOperator<String>> all() {
        Map<String, UnaryOperator<String>> all = new LinkedHashMap<>();
        all.put("as recorded", t -> t);
        all.put("CR LF", t -> t.replace("\n", "\r\n"));
        all.put(
                "logger",
                lines((i, l) -> "<13>Nov 13 14:%02d:%02d pctl-bootstrap: %s".formatted(i / 60 % 60, i % 60, l)));
        all.put(
                "syslog",
                lines((i, l) ->
                        "Nov  3 14:%02d:%02d ip-10-0-0-5 pctl-bootstrap[812]: %s".formatted(i / 60 % 60, i % 60, l)));
        all.put(
                "EC2 console",
                t -> lines((i, l) -> "[%12.6f] cloud-init[1812]: %s".formatted(95 + i / 7.0, l))
                        .apply(t)
                        .replace("\n", "\r\n"));
        all.put(
                "GitHub Actions",
                lines((i, l) -> "2024-11-13T14:%02d:%02d.1234567Z %s".formatted(i / 60 % 60, i % 60, l)));
        all.put("Jenkins", lines((i, l) -> "[2024-11-13T14:%02d:%02d.123Z] %s".formatted(i / 60 % 60, i % 60, l)));
        all.put("BuildKit", lines((i, l) -> "#12 %d.34 %s".formatted(i, l)));
        all.put(
                "clock and picture",
                lines((i, l) -> "[14:%02d:%02d] \u00f0\u009f\u0094\u00a8 %s".formatted(i / 60 % 60, i % 60, l)));
        all.put("step", lines((i, l) -> "step-3 | " + l));
        all.put("colour", lines((i, l) -> l.startsWith("==> ") ? "\u001b[1;34m==>\u001b[0m " + l.substring(4) : l));
        all.put("marker", lines((i, l) -> l.startsWith("PCTL_") ? l : "PCTL_SPACK_OUTPUT: " + l));
        return all;
    }

    public static UnaryOperator<String> lines(BiFunction<Integer, String, String> prefix) {
        return text -> {
            StringBuilder out = new StringBuilder();
            String[] lines = text.split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                boolean end = i == lines.length - 1;
                out.append(end && lines[i].isEmpty() ? "" : prefix.apply(i, lines[i]))
                        .append(end ? "" : "\n");
            }
            return out.toString();
        };
    }

    public static byte[] apply(UnaryOperator<String> way, byte[] log) {
        return way.apply(new String(log, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
    }
}
