package dev.pctl.progress.examples.ami.build;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** The image. A cloud would copy the disk of the instance; this example lists its packages. */
final class ImageManifest {

    private static final int ID_DIGITS = 17;

    private final Path folder;

    ImageManifest(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes the image.
     *
     * @return the id of the image
     */
    String make(RunView view, Instant now) throws IOException {
        String digits = UUID.nameUUIDFromBytes(view.run().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        String id = "ami-" + digits.substring(0, ID_DIGITS);
        try (OutputStream out = Files.newOutputStream(folder.resolve("image.json"));
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("id", id);
            json.writeStringField("name", view.title());
            json.writeStringField("made", now.toString());
            json.writeArrayFieldStart("packages");
            for (PackageView p : view.packages()) {
                if (p.installedHere()) {
                    json.writeString(p.ref().spec());
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return id;
    }
}
