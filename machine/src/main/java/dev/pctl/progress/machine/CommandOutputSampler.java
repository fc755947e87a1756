package dev.pctl.progress.machine;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.linux.ToolOutputParser;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import dev.pctl.progress.machine.internal.reading.RateCalculator;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * Makes facts of text that a host already has from a machine: the output of {@code df} ({@code -h}, {@code -Pk},
 * {@code -Pi} and other forms), of {@code free} ({@code -b}, {@code -k}, {@code -m}, {@code -h}), of {@code cat} on
 * {@code /proc/meminfo}, {@code loadavg}, {@code stat}, {@code net/dev} and {@code diskstats}. They may follow each
 * other in one text, among other lines, or come one by one; what each is shows by its form. It has to be printed in the
 * C locale: translated output, like any other that is not understood, gives no facts, and never an exception.
 *
 * <p>The usage of processors, network and disks is computed from two texts and the time between them, hence comes with
 * the second. Inodes come with the space of the same file system. File systems where nothing is built (loop devices and
 * what is under {@code /dev}, {@code /proc}, {@code /sys}, {@code /run}, {@code /boot} and {@code /snap}) are left out.
 *
 * <p>One for each machine. Not thread-safe.
 */
public final class CommandOutputSampler {

    private static final int MAX_LENGTH = 4 << 20;

    private final RateCalculator rates;

    /**
     * Creates a sampler for the texts of one machine.
     *
     * @param clock says when a text is handed over
     */
    public CommandOutputSampler(Clock clock) {
        rates = new RateCalculator(Objects.requireNonNull(clock, "clock"));
    }

    /** Returns the facts in a text as of now; may be empty. Only the first four million characters are read. */
    public List<SampleFact> read(String text) {
        Objects.requireNonNull(text, "text");
        MachineSnapshot readings = new MachineSnapshot();
        ToolOutputParser reader = new ToolOutputParser(readings);
        reader.read(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
        reader.end();
        return rates.facts(readings);
    }
}
