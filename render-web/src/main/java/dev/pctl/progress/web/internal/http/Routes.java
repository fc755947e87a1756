package dev.pctl.progress.web.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.web.handler.WebHandler;
import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.handler.WebResponse;
import dev.pctl.progress.web.internal.model.ChangeFeed;
import dev.pctl.progress.web.internal.model.Publisher;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers all requests of the page. */
public final class Routes implements WebHandler {

    /** The largest body that is read, in bytes. A decision needs less than a hundred. */
    private static final int LARGEST_BODY = 4_096;

    private static final JsonFactory JSON = new JsonFactory();

    private final AccessCheck access;
    private final Assets assets = new Assets();
    private final Publisher publisher;
    private final Answers answers;
    private final LogPages logs;
    private final ChangeFeed feed;
    private final Viewers viewers;

    /** Routes for one run. */
    public Routes(AccessCheck access, Publisher publisher, Answers answers, LogFiles files, Viewers viewers) {
        this(access, publisher, publisher, answers, files, viewers);
    }

    /**
     * Routes for one run of several.
     *
     * @param feed what viewers follow: the publisher, and whatever keeps it up to date
     */
    Routes(AccessCheck access, Publisher publisher, ChangeFeed feed, Answers answers, LogFiles files, Viewers viewers) {
        this.access = access;
        this.publisher = publisher;
        this.feed = feed;
        this.answers = answers;
        this.logs = new LogPages(files);
        this.viewers = viewers;
    }

    @Override
    public WebResponse handle(WebRequest request) throws IOException {
        WebResponse refusal = access.refuse(request);
        if (refusal != null) {
            return refusal;
        }
        boolean get = request.method().equals("GET");
        if (!request.path().startsWith("/api/")) {
            WebResponse file = get ? assets.find(request, "index.html") : null;
            return file == null ? Responses.refused(404, "There is no such page.") : file;
        }
        if (!access.hasToken(request)) {
            return Responses.refused(401, "The token is missing or wrong.");
        }
        return get ? read(request) : decide(request);
    }

    /** Returns how many viewers follow the run. */
    public int viewers() {
        return viewers.count();
    }

    private WebResponse read(WebRequest request) throws IOException {
        if (request.path().equals("/api/events")) {
            return viewers.follow(feed, request);
        }
        RunView view = publisher.view();
        if (view == null) {
            return Responses.refused(503, "The run has not begun.").with("Retry-After", "1");
        }
        return switch (request.path()) {
            case "/api/log" -> logs.part(view, new Query(request.query()));
            case "/api/download" -> logs.download(view, new Query(request.query()));
            default -> Responses.refused(404, "There is no such page.");
        };
    }

    private WebResponse decide(WebRequest request) throws IOException {
        if (!request.method().equals("POST") || !request.path().equals("/api/decisions")) {
            return Responses.refused(405, "This cannot be done.");
        }
        String type = request.header("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            return Responses.refused(415, "The body must be JSON.");
        }
        byte[] body = request.body().readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            return Responses.refused(413, "The body is too large.");
        }
        Map<String, String> fields = fields(body);
        String advice = fields == null ? null : fields.get("advice");
        String decision = fields == null ? null : fields.get("decision");
        if (advice == null || decision == null) {
            return Responses.refused(400, "The body must name an advice and a decision.");
        }
        return answers.give(advice, decision)
                ? Responses.json("{}")
                : Responses.refused(409, "The question has an answer already, or is no longer asked.");
    }

    /** Returns the texts of a flat JSON object, or null if the body is something else. */
    private static @Nullable Map<String, String> fields(byte[] body) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser json = JSON.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    return null;
                }
                fields.put(name, json.getText());
            }
        } catch (IOException e) {
            return null;
        }
        return fields;
    }
}
