package dev.pctl.progress.examples.watch;

import dev.pctl.progress.examples.cli.Interruption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Passes on to a command what is asked of this program, which goes on until the command has ended: Ctrl-C (pressed three
 * times it ends the command for good), requests to end, and a new size of the window.
 */
final class SignalForwarder implements AutoCloseable {

    private static final int ENOUGH = 3;

    private final Map<String, Object> before = new LinkedHashMap<>();
    private final AtomicInteger interrupts = new AtomicInteger();
    private volatile boolean endRequested;

    private SignalForwarder() {}

    /** Passes requests to end on from now on. */
    static SignalForwarder to(PtyLogSource command) {
        SignalForwarder signals = new SignalForwarder();
        for (String end : Interruption.ENDS.keySet()) {
            signals.pass(end, () -> {
                signals.endRequested = true;
                signals.end(end, command);
            });
        }
        return signals;
    }

    /** Passes new sizes of the window on from now on, instead of to whoever got them before. */
    void passSizes(PtyLogSource command) {
        pass("WINCH", command::resized);
    }

    private void pass(String name, Runnable handler) {
        Object previous = Signals.register(name, handler);
        if (previous != null) {
            before.put(name, previous);
        }
    }

    private void end(String signal, PtyLogSource command) {
        if (!signal.equals("INT")) {
            command.terminate();
        } else if (interrupts.incrementAndGet() < ENOUGH) {
            command.interrupt();
        } else {
            command.handle().destroyForcibly();
        }
    }

    /** Whether somebody asked for an end. */
    boolean endRequested() {
        return endRequested;
    }

    @Override
    public void close() {
        before.forEach(Signals::unregister);
    }
}
