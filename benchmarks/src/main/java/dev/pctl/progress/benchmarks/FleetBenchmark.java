package dev.pctl.progress.benchmarks;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.fleet.Fleet;
import dev.pctl.progress.fleet.FleetView;
import dev.pctl.progress.stream.EventReader;
import dev.pctl.progress.stream.EventWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to fold 1,000 runs of 50 packages, with steps, samples and output, into a fleet: from events, from the lines
 * of a stream, and with a view ten times for each run. Use {@code -prof gc} and {@code -jvmArgs -Xmx1g} for memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class FleetBenchmark {

    private static final int RUNS = 1_000;
    private static final int PACKAGES = 50;
    private static final int STEPS = 6;
    private static final int EVENTS_OF_A_PACKAGE = 3 + STEPS * 3;
    private static final int EVENTS = RUNS * (1 + PACKAGES * EVENTS_OF_A_PACKAGE);
    private static final int EVENTS_BETWEEN_VIEWS = 100_000;
    private static final long MEBIBYTE = 1 << 20;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private List<Event> events = List.of();
    private byte[] stream = {};

    /** Makes the events: all runs are at the same package, as when a team starts its builds in the morning. */
    @Setup
    public void prepare() throws IOException {
        events = new ArrayList<>(EVENTS);
        long[] sequences = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            add(run, sequences, new RunFact.Started("image " + run, Map.of("instance", "c6i.4xlarge")));
        }
        for (int pkg = 0; pkg < PACKAGES; pkg++) {
            PackageRef ref = new PackageRef("package-" + pkg, "1." + pkg, String.format("%032d", pkg));
            List<Fact> facts = facts(pkg, ref);
            for (Fact fact : facts) {
                for (int run = 0; run < RUNS; run++) {
                    add(run, sequences, fact);
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (EventWriter writer = new EventWriter(bytes)) {
            for (Event event : events) {
                writer.onEvent(event);
            }
        }
        stream = bytes.toByteArray();
    }

    private static List<Fact> facts(int pkg, PackageRef ref) {
        List<Fact> facts = new ArrayList<>();
        facts.add(new PackageFact.Started(ref, 1, pkg + 1, PACKAGES));
        facts.add(new PhaseFact.Started(ref, 1, "build"));
        for (long step = 1; step <= STEPS; step++) {
            facts.add(new PhaseFact.Steps(ref, 1, "build", step, (long) STEPS, true, "source.c"));
            facts.add(new LogFact.Output((long) pkg * STEPS + step, ref, "gcc -O2 -c source" + step + ".c"));
            facts.add(new SampleFact.Disk(
                    "/", 100L * MEBIBYTE * step, 50_000L * MEBIBYTE, (50_000L - 100L * step) * MEBIBYTE));
        }
        facts.add(PackageFact.succeeded(ref));
        return facts;
    }

    private void add(int run, long[] sequences, Fact fact) {
        long sequence = ++sequences[run];
        events.add(new Event("run-" + run, "main", sequence, START.plusSeconds(sequence * 5), fact));
    }

    /** Folds all events. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public FleetView fold() {
        Fleet fleet = Fleet.create();
        events.forEach(fleet::accept);
        return fleet.view();
    }

    /** Folds all events, and looks at all runs after every tenth of a second's worth of a million events a second. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public FleetView foldAndLook() {
        Fleet fleet = Fleet.create();
        FleetView view = fleet.view();
        for (int i = 0; i < events.size(); i++) {
            fleet.accept(events.get(i));
            if (i % EVENTS_BETWEEN_VIEWS == 0) {
                view = fleet.view();
            }
        }
        return view;
    }

    /** Reads all events from the lines of a stream and folds them. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public FleetView readAndFold() throws IOException {
        Fleet fleet = Fleet.create();
        try (EventReader reader = new EventReader(new ByteArrayInputStream(stream), warning -> {})) {
            for (Event event = reader.next(); event != null; event = reader.next()) {
                fleet.accept(event);
            }
        }
        return fleet.view();
    }
}
