package dev.pctl.progress.remedy;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.internal.util.ByteSizes;
import dev.pctl.progress.internal.util.TemplateFiller;
import dev.pctl.progress.view.RunView;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of the placeholders in a template about a failure, by name. */
final class TemplateValues {

    /** Suggested volume sizes are multiples of this, in GB: volumes are ordered in round sizes. */
    private static final int VOLUME_STEP_GB = 10;

    /** Factor for the size of a volume that was too small, where nothing else is known. */
    private static final double MORE = 1.5;

    /** Factor for the space that a package needed before. */
    private static final double MARGIN = 1.25;

    /** Free space, as a share of the disk and in bytes, with which a disk was not full a moment ago. */
    private static final double MUCH = 0.1;

    private static final long MUCH_BYTES = ByteSizes.GB;

    /** Memory of one compiler in GB: enough for all but the largest C++ files. */
    private static final double GB_FOR_A_JOB = 2;

    private final Map<String, String> values = new HashMap<>();

    static TemplateValues of(Diagnosis failure, RunView view, PackageRequirements needs) {
        TemplateValues all = new TemplateValues();
        view.labels().forEach(all::put);
        failure.details().forEach(all::put);
        all.put("run", view.title());
        all.put("subject", failure.subject());
        all.put("phase", failure.phase());
        all.put("log", failure.log());
        all.put("location", failure.location());
        PackageRef pkg = failure.packageRef();
        if (pkg != null) {
            all.put("package", pkg.spec());
            all.put("name", pkg.name());
            all.put("version", pkg.version());
        }
        Long needed = pkg == null ? null : needs.diskBytes(pkg);
        all.disk(disk(view, failure), needed);
        all.machine(view.machine().memory(), cores(view));
        return all;
    }

    private void put(String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            values.put(name, value);
        }
    }

    /**
     * Returns the disk of the failure: the one that holds the path it names, else the fullest. Null if that cannot be the
     * one that was full, because it has much free space: then the full one is not watched.
     */
    static SampleFact.@Nullable Disk disk(RunView view, Diagnosis failure) {
        SampleFact.Disk disk = holder(view, failure);
        boolean ruledOut = disk != null
                && failure.cause() == FailureCause.DISK_FULL
                && disk.freeBytes() > Math.max(MUCH_BYTES, MUCH * disk.totalBytes());
        return ruledOut ? null : disk;
    }

    private static SampleFact.@Nullable Disk holder(RunView view, Diagnosis failure) {
        String path = failure.details().getOrDefault("path", failure.log());
        if (path != null && path.startsWith("/")) {
            SampleFact.Disk holder = view.machine().disks().stream()
                    .filter(d -> holds(d.path(), path))
                    .max(Comparator.comparingInt(d -> d.path().length()))
                    .orElse(null);
            if (holder != null) {
                return holder;
            }
        }
        return view.machine().disks().stream()
                .max(Comparator.comparingDouble(SampleFact.Disk::fullness))
                .orElse(null);
    }

    private static boolean holds(String mount, String path) {
        return path.equals(mount) || path.startsWith(mount.endsWith("/") ? mount : mount + '/');
    }

    private void disk(SampleFact.@Nullable Disk disk, @Nullable Long needed) {
        if (needed != null) {
            put("neededGb", ByteSizes.inGigabytes(needed));
        }
        if (disk == null) {
            return;
        }
        put("disk", disk.path());
        put("usedGb", ByteSizes.inGigabytes(disk.usedBytes()));
        put("freeGb", ByteSizes.inGigabytes(disk.freeBytes()));
        put("totalGb", ByteSizes.inGigabytes(disk.totalBytes()));
        double wanted = needed == null ? MORE * disk.totalBytes() : disk.usedBytes() + MARGIN * needed;
        double larger = Math.max(wanted, disk.totalBytes() + VOLUME_STEP_GB * (double) ByteSizes.GB);
        put("suggestedGb", String.valueOf((long)
                (VOLUME_STEP_GB * Math.ceil(ByteSizes.gigabytes(larger) / VOLUME_STEP_GB))));
    }

    private static @Nullable Integer cores(RunView view) {
        if (view.machine().cpu() != null) {
            return view.machine().cpu().cores();
        }
        String label = view.labels().getOrDefault("cores", "");
        return label.matches("[1-9]\\d{0,4}") ? Integer.valueOf(label) : null;
    }

    private void machine(SampleFact.@Nullable Memory memory, @Nullable Integer cores) {
        if (memory != null) {
            put("memoryGb", ByteSizes.inGigabytes(memory.totalBytes()));
        }
        if (cores != null) {
            put("cores", cores.toString());
            int half = Math.max(1, cores / 2);
            int fitting =
                    memory == null ? half : (int) (ByteSizes.gigabytes((double) memory.totalBytes()) / GB_FOR_A_JOB);
            put("jobs", String.valueOf(Math.max(1, Math.min(half, fitting))));
        }
    }

    /** Returns whether any figure of the machine is known. */
    boolean ofMachine() {
        return values.containsKey("disk") || values.containsKey("jobs");
    }

    /** Returns the first line of the template whose placeholders all have a value, filled in; null if there is none. */
    @Nullable
    String fill(String template) {
        return TemplateFiller.fill(template, values);
    }
}
