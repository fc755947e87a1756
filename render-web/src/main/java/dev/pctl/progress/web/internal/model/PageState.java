package dev.pctl.progress.web.internal.model;

import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the page shows, in sections that each carry the version with which they last changed. So the changes since any
 * version are known without a queue for each viewer, and a viewer that is slow or comes back gets one message.
 *
 * <p>Not thread-safe.
 */
public final class PageState {

    /** Removed packages that are remembered. A viewer that misses more gets a snapshot. */
    private static final int MOST_REMOVED = 1_000;

    private record Section(String json, long version) {}

    private record Known(PackageView view, String json, int place, long version) {}

    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Map<String, Known> packages = new LinkedHashMap<>();
    private final Map<String, Long> removed = new LinkedHashMap<>();
    private final Map<String, Series> curves = new LinkedHashMap<>();
    private final Predicate<String> answerable;
    private List<PackageView> seen = List.of();
    private @Nullable RunView last;
    private long version;
    private long oldest;
    private boolean newReadings;

    /**
     * A state that knows nothing.
     *
     * @param answerable whether the page can answer the question of the advice with that id
     */
    public PageState(Predicate<String> answerable) {
        this.answerable = answerable;
    }

    /** Returns the version of the newest change; 0 before the first. */
    public long version() {
        return version;
    }

    /** Keeps the readings of a view for the curves. Cheap: to be called with every view. */
    public void observe(RunView view) {
        ViewJson.readings(view)
                .forEach((name, reading) -> newReadings |= curves.computeIfAbsent(name, n -> new Series())
                        .add(reading.time(), reading.value(), version + 1));
    }

    /**
     * Takes over what changed.
     *
     * @return whether anything did
     */
    public boolean update(RunView view, Instant now) {
        long next = version + 1;
        boolean changed = newReadings;
        newReadings = false;
        for (Map.Entry<String, String> section :
                ViewJson.sections(view, answerable).entrySet()) {
            changed |= put(section.getKey(), section.getValue(), next);
        }
        boolean packagesChanged = updatePackages(ViewJson.packages(view), next);
        if (packagesChanged || last == null || !ViewJson.sameFailures(last, view)) {
            for (Map.Entry<String, String> section : ViewJson.derived(view, now).entrySet()) {
                changed |= put(section.getKey(), section.getValue(), next);
            }
        }
        last = view;
        if (changed || packagesChanged) {
            version = next;
        }
        return version == next;
    }

    private boolean put(String name, String json, long next) {
        Section old = sections.get(name);
        if (old != null && old.json().equals(json)) {
            return false;
        }
        sections.put(name, new Section(json, next));
        return true;
    }

    /** Views of packages that did not change are the same objects, so most are compared by identity. */
    @SuppressWarnings("ReferenceEquality")
    private boolean updatePackages(List<PackageView> now, long next) {
        boolean same = now.size() == seen.size();
        for (int i = 0; same && i < now.size(); i++) {
            same = now.get(i) == seen.get(i);
        }
        if (same) {
            return false;
        }
        seen = now;
        boolean changed = false;
        Map<String, Boolean> present = new HashMap<>();
        int worked = 0;
        for (PackageView pkg : now) {
            int place = pkg.planned() ? -1 : worked++;
            changed |= updatePackage(pkg, place, next, present);
        }
        return dropMissing(present, next) || changed;
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean updatePackage(PackageView pkg, int worked, long next, Map<String, Boolean> present) {
        String key = ViewJson.key(pkg);
        if (present.put(key, true) != null) {
            return false;
        }
        Known old = packages.get(key);
        int place = worked >= 0 ? worked : old == null ? packages.size() : old.place();
        if (old != null && old.view() == pkg && old.place() == place) {
            return false;
        }
        String json = ViewJson.pkg(pkg, key, place);
        boolean changed = old == null || !old.json().equals(json);
        packages.put(key, new Known(pkg, json, place, old == null || changed ? next : old.version()));
        removed.remove(key);
        return changed;
    }

    private boolean dropMissing(Map<String, Boolean> present, long next) {
        if (present.size() == packages.size()) {
            return false;
        }
        List<String> gone = new ArrayList<>(packages.keySet());
        gone.removeAll(present.keySet());
        gone.forEach(key -> {
            packages.remove(key);
            removed.put(key, next);
        });
        if (removed.size() > MOST_REMOVED) {
            removed.clear();
            oldest = next;
        }
        return true;
    }

    /**
     * Returns what a page with that version needs to be as new as this, as JSON.
     *
     * @param since the page's version, or 0 for a page that has nothing
     * @param epoch names this state among those of other servers, so that versions are not mixed up
     */
    public String changesSince(long since, String epoch, Instant now) {
        boolean full = since <= 0 || since > version || since < oldest;
        long from = full ? 0 : since;
        return Json.object(json -> {
            json.field("epoch", epoch)
                    .field("version", (Number) version)
                    .field("full", full)
                    .field("now", now);
            json.object("set", f -> writeSections(f, from));
            json.array(
                    "packages",
                    packages.values().stream().filter(p -> p.version() > from).toList(),
                    (j, p) -> j.raw(p.json()));
            if (!full) {
                json.strings(
                        "removed",
                        removed.entrySet().stream()
                                .filter(e -> e.getValue() > from)
                                .map(Map.Entry::getKey)
                                .toList());
            }
            json.object("curves", f -> writeCurves(f, from));
        });
    }

    /** Returns what another run is compared with, as JSON. */
    public String comparable() {
        return Json.object(json -> json.raw("run", json(sections.get("run")))
                .array("packages", packages.values(), (j, p) -> j.raw(p.json())));
    }

    private static String json(@Nullable Section section) {
        return section == null ? "{}" : section.json();
    }

    private void writeSections(Json json, long from) throws IOException {
        for (Map.Entry<String, Section> section : sections.entrySet()) {
            if (section.getValue().version() > from) {
                json.raw(section.getKey(), section.getValue().json());
            }
        }
    }

    private void writeCurves(Json json, long from) throws IOException {
        for (Map.Entry<String, Series> curve : curves.entrySet()) {
            if (curve.getValue().isNewerThan(from)) {
                json.name(curve.getKey());
                curve.getValue().writeSince(from, json);
            }
        }
    }
}
