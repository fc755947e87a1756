package dev.pctl.progress.web.internal.http;

import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.view.RunView;
import dev.pctl.progress.web.handler.WebHandler;
import dev.pctl.progress.web.handler.WebRequest;
import dev.pctl.progress.web.handler.WebResponse;
import dev.pctl.progress.web.internal.model.ChangeFeed;
import dev.pctl.progress.web.internal.model.FleetPublisher;
import dev.pctl.progress.web.internal.model.Publisher;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Answers all requests of the page of many runs, and of the page of each run, which is below {@code /runs/}. */
public final class FleetRoutes implements WebHandler {

    private static final String RUNS = "/runs/";

    /** Pages of runs that are kept ready. Who follows another one gets a snapshot. */
    private static final int MOST_PAGES = 100;

    private final AccessCheck access;
    private final Assets assets = new Assets();
    private final Fleet fleet;
    private final FleetPublisher publisher;
    private final Viewers viewers;
    private final LogFiles logs;
    private final Clock clock;
    private final Map<String, RunPage> pages = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunPage> eldest) {
            return size() > MOST_PAGES;
        }
    };

    /** Routes for a fleet. */
    public FleetRoutes(
            AccessCheck access, Fleet fleet, FleetPublisher publisher, LogFiles logs, Viewers viewers, Clock clock) {
        this.access = access;
        this.fleet = fleet;
        this.publisher = publisher;
        this.logs = logs;
        this.viewers = viewers;
        this.clock = clock;
    }

    @Override
    public WebResponse handle(WebRequest request) throws IOException {
        if (request.path().startsWith(RUNS)) {
            return ofRun(request);
        }
        WebResponse refusal = access.refuse(request);
        if (refusal != null) {
            return refusal;
        }
        boolean get = request.method().equals("GET");
        WebResponse file = get ? assets.find(request, "fleet.html") : null;
        if (file != null) {
            return file;
        }
        if (!get || !request.path().equals("/api/events")) {
            return Responses.refused(404, "There is no such page.");
        }
        return access.hasToken(request)
                ? viewers.follow(publisher, request)
                : Responses.refused(401, "The token is missing or wrong.");
    }

    /** Returns how many viewers follow the fleet or one of its runs. */
    public int viewers() {
        return viewers.count();
    }

    private WebResponse ofRun(WebRequest request) throws IOException {
        int slash = request.path().indexOf('/', RUNS.length());
        String run = slash < 0 ? null : FleetPublisher.run(request.path().substring(RUNS.length(), slash));
        FleetRun known = run == null ? null : fleet.run(run);
        if (run == null || known == null) {
            return Responses.refused(404, "There is no such run.");
        }
        RunPage page = page(run);
        page.refresh();
        return page.routes.handle(new WebRequest(
                request.method(), request.path().substring(slash), request.query(), request.headers(), request.body()));
    }

    private synchronized RunPage page(String run) {
        return pages.computeIfAbsent(run, RunPage::new);
    }

    /** The page of one run, which is kept up to date while someone looks at it. */
    private final class RunPage implements ChangeFeed {

        private static final long LOOK = 250_000_000;

        private final String run;
        private final Publisher state;
        private final Routes routes;
        private @Nullable RunView shown;

        RunPage(String run) {
            this.run = run;
            state = new Publisher(clock, advice -> false);
            routes = new Routes(access, state, this, new Answers(() -> {}), logs, viewers);
        }

        @SuppressWarnings("ReferenceEquality") // a view that did not change is the same object
        synchronized void refresh() {
            FleetRun known = fleet.run(run);
            if (known != null && known.view() != shown) {
                shown = known.view();
                state.publish(known.view(), known.now());
            }
        }

        @Override
        public String epoch() {
            return state.epoch();
        }

        @Override
        public Instant time() {
            return state.time();
        }

        @Override
        public boolean isClosed() {
            return publisher.isClosed();
        }

        @Override
        public @Nullable Message next(long since, long limit) throws InterruptedException {
            long end = System.nanoTime() + limit;
            while (true) {
                refresh();
                long left = end - System.nanoTime();
                Message message = state.next(since, Math.max(TimeUnit.MILLISECONDS.toNanos(1), Math.min(LOOK, left)));
                if (message != null || left <= 0 || isClosed()) {
                    return message;
                }
            }
        }
    }
}
