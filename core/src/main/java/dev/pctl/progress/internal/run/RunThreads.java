package dev.pctl.progress.internal.run;

import dev.pctl.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of a run that its host does not drive: one that asks for forecasts and advice every second, one for the
 * samplers, one for each renderer. All are daemons and end when the engine is closed.
 */
public final class RunThreads {

    private static final Logger LOG = LoggerFactory.getLogger(RunThreads.class);
    private static final Duration CONSULT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration FRAME_INTERVAL = Duration.ofMillis(100);

    private final Progress progress;
    private final RendererGroup display;
    private final SamplerScheduler sampling;
    private final Duration closeLimit;
    private final List<Thread> threads = new ArrayList<>();
    private final Object closing = new Object();
    private boolean closed;

    public RunThreads(Progress progress, RendererGroup display, SamplerScheduler sampling, Duration closeLimit) {
        this.progress = progress;
        this.display = display;
        this.sampling = sampling;
        this.closeLimit = closeLimit;
    }

    public void start() {
        begin("consult", () -> every(CONSULT_INTERVAL, this::pollAndConsult));
        if (sampling.needed()) {
            begin("sample", () -> every(sampling.interval(), progress::sample));
        }
        for (GuardedRenderer canvas : display.canvases()) {
            begin("render", () -> render(canvas));
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
        progress.poll();
        progress.consult();
    }

    private void every(Duration interval, Runnable action) throws InterruptedException {
        do {
            action.run();
        } while (!closedWithin(interval));
    }

    private void render(GuardedRenderer canvas) throws InterruptedException {
        do {
            canvas.draw(progress.view(), progress.clock().instant());
            canvas.awaitChange(CONSULT_INTERVAL);
        } while (!closedWithin(FRAME_INTERVAL));
        canvas.finish(progress.view(), progress.clock().instant());
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

    /** Ends the threads; one that hangs in a renderer or sampler is interrupted and left behind as a daemon. */
    public void close() {
        synchronized (closing) {
            closed = true;
            closing.notifyAll();
        }
        display.changed();
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
                LOG.warn("{} does not end and is left behind", thread.getName());
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
