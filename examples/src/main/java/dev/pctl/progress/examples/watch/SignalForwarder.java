package dev.pctl.progress.examples.watch;

import dev.pctl.progress.examples.cli.Interruption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/**
 * Forwards signals of this program to a command and keeps this program running until the command ends: Ctrl-C (the third
 * kills the command), termination requests, and new window sizes.
 */
final class SignalForwarder implements AutoCloseable {

    private static final int ENOUGH = 3;

    private final Map<String, Object> before = new LinkedHashMap<>();
    private final AtomicInteger interrupts = new AtomicInteger();
    private volatile boolean endRequested;

    private SignalForwarder() {}

    /** Starts to forward termination requests. */
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

    /** Starts to forward window sizes, in place of the previous handler. */
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

    /** Returns whether termination was requested. */
    boolean endRequested() {
        return endRequested;
    }

    @Override
    public void close() {
        before.forEach(Signals::unregister);
    }
}
