package dev.pctl.progress.machine;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.jvm.JmxMachineReader;
import dev.pctl.progress.machine.internal.jvm.OshiLookup;
import dev.pctl.progress.machine.internal.jvm.OshiMachineReader;
import dev.pctl.progress.machine.internal.linux.DfInodes;
import dev.pctl.progress.machine.internal.linux.ProcFiles;
import dev.pctl.progress.machine.internal.reading.InodeSource;
import dev.pctl.progress.machine.internal.reading.MachineReader;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import dev.pctl.progress.machine.internal.reading.RateCalculator;
import dev.pctl.progress.spi.LocalMachine;
import dev.pctl.progress.spi.Sampler;
import dev.pctl.progress.spi.SamplerFactory;
import dev.pctl.progress.view.RunView;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the machine that the library runs on: disks with inodes, memory, processors, network, disk I/O and the build's
 * processes, with rates from the second sample on. File systems that the build writes to are found where the host does not
 * name them: by the logs and directories of packages, and on Linux by the files that its processes write. On Linux it reads {@code /proc}, and finds what idle processes of
 * the build wait for; elsewhere it uses OSHI if the host has that on its class path, else Java, which knows neither
 * network and disk I/O nor what processes use. Inodes come from OSHI, or else from {@code df}, once a minute.
 *
 * <p>What a sample costs is measured by the project's {@code SamplingBenchmark}. It grows with the number of the
 * build's processes and of their threads, for each of which small files are read.
 *
 * <p>Not thread-safe.
 */
public final class MachineSampler implements Sampler {

    private static final Logger LOG = LoggerFactory.getLogger(MachineSampler.class);

    private static final Duration INODE_INTERVAL = Duration.ofMinutes(1);

    private final LocalMachine machine;
    private final ProcFiles proc;
    private final MachineReader elsewhere;
    private final InodeSource inodes;
    private @Nullable Instant inodesDue;
    private final RateCalculator rates;
    private final Map<Path, FileStore> stores = new HashMap<>();
    private final WrittenFileSystems written = new WrittenFileSystems();

    /** Creates a sampler of that machine. */
    public MachineSampler(LocalMachine machine) {
        this(Objects.requireNonNull(machine, "machine"), new File("/proc"));
    }

    MachineSampler(LocalMachine machine, File proc) {
        this.machine = machine;
        this.proc = new ProcFiles(proc);
        rates = new RateCalculator(machine.clock());
        OshiMachineReader oshi = OshiLookup.find();
        elsewhere = oshi == null ? new JmxMachineReader() : oshi;
        inodes = oshi == null ? new DfInodes() : oshi;
    }

    /**
     * Creates the best sampler there is: that of the first {@link SamplerFactory} service that works on this machine,
     * else a {@code MachineSampler}.
     */
    public static Sampler create(LocalMachine machine) {
        Objects.requireNonNull(machine, "machine");
        for (SamplerFactory factory : ServiceLoader.load(SamplerFactory.class)) {
            try {
                return factory.create(machine);
            } catch (IllegalStateException e) {
                LOG.info("{} does not work here", factory.getClass().getName(), e);
            }
        }
        return new MachineSampler(machine);
    }

    @Override
    public List<SampleFact> sample(RunView view) {
        MachineSnapshot readings = new MachineSnapshot();
        machine.disks().forEach(path -> readDisk(path, readings));
        boolean linux = proc.present();
        if (linux) {
            proc.readMachine(readings);
        } else {
            elsewhere.readMachine(readings);
        }
        ProcessHandle processes = machine.processes();
        if (processes != null && linux) {
            proc.readProcesses(processes, readings);
        } else if (processes != null) {
            elsewhere.readProcesses(processes, readings);
        }
        readWritten(view, linux && processes != null ? proc.written() : List.of(), readings);
        readInodes(readings);
        return rates.facts(readings);
    }

    @Override
    public void close() {
        proc.close();
    }

    private void readWritten(RunView view, List<Path> files, MachineSnapshot readings) {
        stores.values().forEach(written::know);
        for (Path path : written.find(view, files)) {
            readDisk(path, readings);
        }
    }

    private void readInodes(MachineSnapshot readings) {
        Instant now = machine.clock().instant();
        if (inodesDue != null && now.isBefore(inodesDue)) {
            return;
        }
        inodesDue = now.plus(INODE_INTERVAL);
        for (Path path : stores.keySet()) {
            try {
                MachineSnapshot.Inodes count = inodes.of(path);
                if (count != null) {
                    readings.inodes(path.toString(), count);
                }
            } catch (IOException e) {
                LOG.debug("inodes of {} are not known", path, e);
            }
        }
    }

    private void readDisk(Path path, MachineSnapshot readings) {
        try {
            FileStore store = stores.get(path);
            if (store == null) {
                // expensive to find; once found it reads its path again with each call
                store = Files.getFileStore(path);
                stores.put(path, store);
            }
            long total = store.getTotalSpace();
            readings.disk(new SampleFact.Disk(
                    path.toString(), total - store.getUnallocatedSpace(), total, store.getUsableSpace()));
        } catch (IOException e) {
            // not there yet, or no longer: a stage directory comes and goes
            stores.remove(path);
        }
    }
}
