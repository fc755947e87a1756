package dev.pctl.progress.internal.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a run that its host does not drive: one that asks for forecasts and advice every second, one for the
 * samplers, one for each renderer. All are daemons and end when they are closed.
 */
public final class RunThreads {

    private static final Logger LOG = LoggerFactory.getLogger(RunThreads.class);
    private static final Duration CONSULT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration FRAME_INTERVAL = Duration.ofMillis(100);

    private final RunLoop loop;
    private final Duration closeLimit;
    private final List<Thread> threads = new ArrayList<>();
    private final Object closing = new Object();
    private boolean closed;

    /**
     * Creates the threads of a run, to be started later.
     *
     * @param closeLimit how long closing waits for the threads, in all
     */
    public RunThreads(RunLoop loop, Duration closeLimit) {
        this.loop = loop;
        this.closeLimit = closeLimit;
    }

    public void start() {
        begin("consult", () -> every(CONSULT_INTERVAL, this::pollAndConsult));
        SamplerScheduler samplers = loop.samplers();
        if (samplers.needed()) {
            begin("sample", () -> every(samplers.interval(), loop::sample));
        }
        for (GuardedRenderer renderer : loop.renderers().renderers()) {
            begin("render", () -> render(renderer));
        }
    }

    private void begin(String name, Task task) {
        Thread thread = new Thread(() -> run(task), "pctl-progress-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted", Thread.currentThread().getName());
        }
    }

    private void pollAndConsult() {
        loop.poll();
        loop.consult();
    }

    private void every(Duration interval, Runnable action) throws InterruptedException {
        do {
            action.run();
        } while (!closedWithin(interval));
    }

    private void render(GuardedRenderer renderer) throws InterruptedException {
        RunCore core = loop.core();
        do {
            renderer.draw(core.view(), core.now());
            renderer.awaitChange(CONSULT_INTERVAL);
        } while (!closedWithin(FRAME_INTERVAL));
        renderer.finish(core.view(), core.now());
    }

    private boolean closedWithin(Duration interval) throws InterruptedException {
        long deadline = System.nanoTime() + interval.toNanos();
        synchronized (closing) {
            while (!closed) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                closing.wait(millis);
            }
            return true;
        }
    }

    /** Ends the threads. One that hangs in a renderer or sampler is interrupted and left as a daemon. */
    public void close() {
        synchronized (closing) {
            closed = true;
            closing.notifyAll();
        }
        loop.renderers().changed();
        long deadline = System.nanoTime() + closeLimit.toNanos();
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= !end(thread, deadline);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean end(Thread thread, long deadline) {
        try {
            if (thread != Thread.currentThread()) {
                thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
            }
            if (thread.isAlive()) {
                LOG.warn("{} does not end and is abandoned", thread.getName());
                thread.interrupt();
            }
            return true;
        } catch (InterruptedException e) {
            thread.interrupt();
            return false;
        }
    }

    private interface Task {
        void run() throws InterruptedException;
    }
}
