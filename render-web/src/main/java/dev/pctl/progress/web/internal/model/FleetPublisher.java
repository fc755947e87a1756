package dev.pctl.progress.web.internal.model;

import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetRun;
import dev.pctl.progress.fleet.FleetView;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands the newest state of a fleet to viewers. The fleet is looked at while a viewer waits, at most four times a second for
 * all of them together. Thread-safe.
 */
public final class FleetPublisher implements ChangeFeed {

    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(250);

    private record Row(String json, long version) {}

    private final String epoch = UUID.randomUUID().toString();
    private final Fleet fleet;
    private final Clock clock;
    private Map<String, Row> rows = Map.of();
    private String totals = "";
    private long totalsVersion;
    private long orderVersion;
    private long version;
    private long looked = System.nanoTime() - PERIOD;
    private boolean closed;

    public FleetPublisher(Fleet fleet, Clock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    /** Returns the name of a run in addresses: its id may have any character. */
    public static String key(String run) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(run.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the run of a name, or null if it is none. */
    public static @Nullable String run(String key) {
        try {
            return new String(Base64.getUrlDecoder().decode(key), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public Instant time() {
        return clock.instant();
    }

    @Override
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Lets no viewer wait any longer. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public synchronized @Nullable Message next(long since, long limit) throws InterruptedException {
        long end = System.nanoTime() + limit;
        while (true) {
            if (System.nanoTime() - looked >= PERIOD || version == 0) {
                look();
            }
            if (version != since) {
                return new Message(version, changesSince(since));
            }
            long left = end - System.nanoTime();
            if (closed || left <= 0) {
                return null;
            }
            long wait = Math.min(left, looked + PERIOD - System.nanoTime());
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(wait, TimeUnit.MILLISECONDS.toNanos(1)));
        }
    }

    private void look() {
        looked = System.nanoTime();
        FleetView view = fleet.view();
        long next = version + 1;
        Map<String, Row> now = new LinkedHashMap<>();
        boolean changed = version == 0;
        for (FleetRun run : view.runs()) {
            String key = key(run.view().run());
            String json = FleetJson.row(key, run);
            Row old = rows.get(key);
            boolean same = old != null && old.json().equals(json);
            now.put(key, same ? old : new Row(json, next));
            changed |= !same;
        }
        if (version == 0 || !List.copyOf(now.keySet()).equals(List.copyOf(rows.keySet()))) {
            orderVersion = next;
            changed = true;
        }
        String newTotals = FleetJson.totals(view.totals());
        if (!newTotals.equals(totals)) {
            totals = newTotals;
            totalsVersion = next;
            changed = true;
        }
        rows = now;
        version = changed ? next : version;
    }

    private String changesSince(long since) {
        boolean full = since <= 0 || since > version;
        long from = full ? 0 : since;
        List<Row> changed = new ArrayList<>(rows.values());
        changed.removeIf(r -> r.version() <= from);
        return Json.object(json -> {
            json.field("version", (Number) version).field("full", full).field("now", clock.instant());
            if (totalsVersion > from) {
                json.raw("totals", totals);
            }
            if (orderVersion > from) {
                json.strings("order", rows.keySet());
            }
            json.array("rows", changed, (j, r) -> j.raw(r.json()));
        });
    }
}
