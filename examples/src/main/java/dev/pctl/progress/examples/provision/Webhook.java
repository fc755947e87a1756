package dev.pctl.progress.examples.provision;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.hook.HookContext;
import dev.pctl.progress.hook.Hooks;
import dev.pctl.progress.view.StageView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;

/** Posts to a web service when a step ends, when something fails, and when the run ends. */
final class Webhook {

    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LIMIT).build();

    Webhook(URI address) {
        this.address = address;
    }

    Hooks hooks() {
        return Hooks.on(
                        StageFact.Finished.class,
                        m -> post(m, "step", title(m) + " " + word(m.fact().outcome())))
                .and(
                        FailureFact.Diagnosed.class,
                        m -> post(m, "failure", m.fact().diagnosis().message()))
                .and(RunFact.Finished.class, m -> post(m, "end", word(m.fact().outcome())));
    }

    private static String title(HookContext<StageFact.Finished> moment) {
        return moment.run().stages().stream()
                .filter(s -> s.id().equals(moment.fact().stage()))
                .map(StageView::title)
                .findFirst()
                .orElse(moment.fact().stage());
    }

    private void post(HookContext<? extends Fact> moment, String event, String text)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(moment, event, text)))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException(address + " answers " + status);
        }
    }

    private static byte[] body(HookContext<? extends Fact> moment, String event, String text) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("id", moment.event().id());
            json.writeStringField("plan", moment.run().title());
            json.writeStringField("event", event);
            json.writeStringField("text", text);
            json.writeNumberField("percent", Math.round(100 * moment.run().fraction()));
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
