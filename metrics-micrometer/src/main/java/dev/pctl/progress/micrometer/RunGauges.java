package dev.pctl.progress.micrometer;

import dev.pctl.progress.event.SampleFact;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The gauges of a running run. The registry reads them in its own threads. */
final class RunGauges implements AutoCloseable {

    private final MeterRegistry registry;
    private final Tags tags;
    private final List<Meter> meters = new ArrayList<>();
    private final Map<String, SampleFact.Disk> disks = new ConcurrentHashMap<>();
    private volatile SampleFact.@Nullable Memory memory;

    RunGauges(MeterRegistry registry, Tags tags, Supplier<Number> done) {
        this.registry = registry;
        this.tags = tags;
        meters.add(Gauge.builder("pctl.run.done", done)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    void show(SampleFact fact) {
        if (fact instanceof SampleFact.Disk f) {
            if (disks.put(f.path(), f) == null) {
                add(f.path());
            }
        } else if (fact instanceof SampleFact.Memory f) {
            boolean first = memory == null;
            memory = f;
            if (first) {
                addMemory();
            }
        }
    }

    private void add(String path) {
        Tags own = tags.and("path", path);
        add("pctl.disk.used", own, disks, all -> bytes(all.get(path), SampleFact.Disk::usedBytes));
        add("pctl.disk.free", own, disks, all -> bytes(all.get(path), SampleFact.Disk::freeBytes));
        add("pctl.disk.total", own, disks, all -> bytes(all.get(path), SampleFact.Disk::totalBytes));
    }

    private void addMemory() {
        add("pctl.memory.used", tags, this, g -> bytes(g.memory, SampleFact.Memory::usedBytes));
        add("pctl.memory.available", tags, this, g -> bytes(g.memory, RunGauges::available));
        add("pctl.memory.total", tags, this, g -> bytes(g.memory, SampleFact.Memory::totalBytes));
    }

    private static double available(SampleFact.Memory memory) {
        Long bytes = memory.availableBytes();
        return bytes == null ? Double.NaN : bytes;
    }

    private static <S> double bytes(@Nullable S sample, ToDoubleFunction<S> reading) {
        return sample == null ? Double.NaN : reading.applyAsDouble(sample);
    }

    private <T> void add(String name, Tags own, T holder, ToDoubleFunction<T> reading) {
        meters.add(Gauge.builder(name, holder, reading)
                .tags(own)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry));
    }

    /** Removes the gauges from the registry, because a finished run has no current values. */
    @Override
    public void close() {
        meters.forEach(registry::remove);
        meters.clear();
    }
}
