package dev.pctl.progress.view;

import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The packages that a package needs, directly and indirectly, counted by how they are installed. Immutable.
 *
 * @see #of
 */
public final class DependencySummary {

    private final int total;
    private final int installed;
    private final int fromCache;
    private final int toBuild;

    private DependencySummary(int total, int installed, int fromCache, int toBuild) {
        this.total = total;
        this.installed = installed;
        this.fromCache = fromCache;
        this.toBuild = toBuild;
    }

    /** Counts the dependencies of a package as far as the run's plan lists them. */
    public static DependencySummary of(RunView view, PackageView pkg) {
        Map<String, PackageView> byName = new HashMap<>();
        for (PackageView other : view.packages()) {
            boolean own = other.worker().equals(pkg.worker());
            for (String name : List.of(other.id(), other.ref().spec())) {
                byName.merge(name, other, (known, found) -> own ? found : known);
            }
        }
        Set<PackageView> needed = new HashSet<>();
        Deque<PackageView> next = new ArrayDeque<>();
        next.add(pkg);
        while (!next.isEmpty()) {
            for (String id : next.remove().dependencies()) {
                PackageView dependency = byName.get(id);
                if (dependency != null && !dependency.equals(pkg) && needed.add(dependency)) {
                    next.add(dependency);
                }
            }
        }
        return count(needed);
    }

    private static DependencySummary count(Set<PackageView> needed) {
        int installed = 0;
        int fromCache = 0;
        int toBuild = 0;
        for (PackageView pkg : needed) {
            InstallMethod method = pkg.method();
            if (pkg.outcome() == Outcome.SUCCEEDED
                    || method == InstallMethod.ALREADY_INSTALLED
                    || method == InstallMethod.EXTERNAL) {
                installed++;
            } else if (method == InstallMethod.BINARY_CACHE) {
                fromCache++;
            } else if (method == InstallMethod.SOURCE) {
                toBuild++;
            }
        }
        return new DependencySummary(needed.size(), installed, fromCache, toBuild);
    }

    /** Returns the number of packages needed. */
    public int total() {
        return total;
    }

    /** Returns how many of them are installed: found, external, or installed by now. */
    public int installed() {
        return installed;
    }

    /** Returns how many come from a binary cache. */
    public int fromCache() {
        return fromCache;
    }

    /** Returns how many are built from source. */
    public int toBuild() {
        return toBuild;
    }

    /** Returns how many are to be installed by a method that is not known yet. */
    public int open() {
        return total - installed - fromCache - toBuild;
    }

    /** Returns a text for people: {@code 18 dependencies: 12 installed, 5 from cache, 1 to build}. */
    public String text() {
        if (total == 0) {
            return "no dependencies";
        }
        StringBuilder text = new StringBuilder();
        add(text, installed, "installed");
        add(text, fromCache, "from cache");
        add(text, toBuild, "to build");
        add(text, open(), "to install");
        return total + (total == 1 ? " dependency: " : " dependencies: ") + text;
    }

    @Override
    public String toString() {
        return text();
    }

    private static void add(StringBuilder text, int number, String how) {
        if (number > 0) {
            text.append(text.isEmpty() ? "" : ", ").append(number).append(' ').append(how);
        }
    }
}
