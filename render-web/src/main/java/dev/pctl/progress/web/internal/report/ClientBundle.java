package dev.pctl.progress.web.internal.report;

import dev.pctl.progress.web.internal.http.Assets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page's modules as one script, for a file that has no server to load modules from. Each module becomes a function
 * that returns what it exports.
 */
final class ClientBundle {

    private static final Pattern IMPORT = Pattern.compile("(?m)^import \\{([^}]*)\\} from '\\./([a-z]+)\\.js';\\n");

    private static final Pattern EXPORT = Pattern.compile("(?m)^export (?:async )?(?:function|class|const) (\\w+)");

    private static final Pattern EXPORTED_NAMES = Pattern.compile("(?m)^export const \\{([^}]*)\\} =");

    private ClientBundle() {}

    static String script() {
        StringBuilder script = new StringBuilder();
        for (String library : Assets.LIBRARIES) {
            script.append(text(library)).append(";\n");
        }
        script.append("(() => {\n'use strict';\n");
        for (String module : Assets.MODULES) {
            script.append(module(module.substring(0, module.indexOf('.')), text(module)));
        }
        return script.append("})();\n").toString().replace("</script", "<\\/script");
    }

    static String style() {
        StringBuilder style = new StringBuilder();
        Assets.STYLES.forEach(name -> style.append(text(name)).append('\n'));
        return style.toString();
    }

    private static String module(String name, String source) {
        List<String> exports = new ArrayList<>();
        Matcher names = EXPORTED_NAMES.matcher(source);
        while (names.find()) {
            for (String exported : names.group(1).split(",", -1)) {
                exports.add(exported.strip());
            }
        }
        Matcher export = EXPORT.matcher(source);
        while (export.find()) {
            exports.add(export.group(1));
        }
        String imported = IMPORT.matcher(source)
                .replaceAll(m -> "const {" + m.group(1).replace(" as ", ": ") + "} = m_" + m.group(2) + ";\n");
        String body = imported.replaceAll("(?m)^export ", "");
        return "const m_" + name + " = (() => {\n" + body + "return { " + String.join(", ", exports) + " };\n})();\n";
    }

    private static String text(String name) {
        return new String(Assets.read(name), StandardCharsets.UTF_8);
    }
}
