package dev.pctl.progress.machine.internal.linux;

import dev.pctl.progress.event.SampleFact;
import dev.pctl.progress.machine.internal.reading.MachineSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses text with the output of several tools, one after another; other lines are ignored. */
public final class ToolOutputParser {

    /**
     * Characters in a line, at most: longer ones, like that of the interrupts in {@code /proc/stat}, are not needed.
     */
    private static final int MAX_LINE = 4096;

    private final MachineSnapshot readings;
    private final List<String> paths;
    private final @Nullable Function<List<ProcessTree.Stat>, List<SampleFact.BlockedProcess>> waits;
    private final DfParser disks;
    private final FreeParser memory = new FreeParser();
    private final ProcParser kernel;
    private final List<ProcessTree.Stat> processes = new ArrayList<>();
    private long pageSize = 4096;
    private long root = -1;

    public ToolOutputParser(MachineSnapshot readings) {
        this(readings, List.of(), null);
    }

    /**
     * Creates a parser that also understands what the library's own script prints about these paths.
     *
     * @param waits how to find out what the processes in it wait for, if there is a way
     */
    public ToolOutputParser(
            MachineSnapshot readings,
            List<String> paths,
            @Nullable Function<List<ProcessTree.Stat>, List<SampleFact.BlockedProcess>> waits) {
        this.paths = paths;
        this.waits = waits;
        this.readings = readings;
        disks = new DfParser(readings);
        kernel = new ProcParser(readings);
    }

    public void read(String text) {
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            if (end - start <= MAX_LINE) {
                line(text.substring(start, end));
            }
            start = end + 1;
        }
    }

    /** Completes readings that are spread over several lines. */
    public void end() {
        readings.memory(memory.memory());
        kernel.end();
        List<ProcessTree.Stat> tree = ProcessTree.of(root, processes);
        if (!tree.isEmpty()) {
            ProcessTree.addUp(tree, pageSize, readings);
            Function<List<ProcessTree.Stat>, List<SampleFact.BlockedProcess>> finder = waits;
            if (finder != null) {
                readings.waits(() -> finder.apply(tree));
            }
        }
    }

    private void line(String line) {
        List<String> words = Columns.of(line);
        if (words.isEmpty() || mark(words)) {
            return;
        }
        if (!memory.accept(words) && !kernel.accept(words)) {
            disks.accept(words);
        }
    }

    /** Takes a line that the library's own script adds to the output of the tools. */
    private boolean mark(List<String> words) {
        long number = Columns.number(words, 1);
        switch (words.get(0)) {
            case "@disk" -> disks.path(number >= 0 && number < paths.size() ? paths.get((int) number) : null);
            case "@cores" -> readings.cores((int) Math.max(0, number));
            case "@page" -> pageSize = Math.max(1, number);
            case "@root" -> root = number;
            case "@process" -> process(words);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void process(List<String> words) {
        ProcessTree.Stat stat = ProcessTree.parse(words.subList(1, words.size()));
        if (stat != null) {
            processes.add(stat);
        }
    }
}
