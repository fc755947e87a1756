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
    private final CloseLimits limits;
    private final List<Thread> threads = new ArrayList<>();
    private final Object closing = new Object();
    private boolean closed;
    private volatile boolean sourcesHang;

    /**
     * Creates the threads of a run, to be started later.
     *
     * @param limits how long closing waits
     */
    public RunThreads(RunLoop loop, CloseLimits limits) {
        this.loop = loop;
        this.limits = limits;
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
        try {
            do {
                renderer.draw(core.view(), core.now());
                renderer.awaitChange(CONSULT_INTERVAL);
            } while (!closedWithin(FRAME_INTERVAL));
        } finally {
            renderer.finish(core.view(), core.now());
        }
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

    /** Looks at the fact sources once, unless they hang. */
    public void poll() {
        if (loop.polls() && !sourcesHang) {
            sourcesHang = !callWithin("poll", limits.poll(), loop::poll);
        }
    }

    /**
     * Does work that an extension may hold up. If it takes longer than the limit, it is interrupted and left to its
     * daemon thread.
     *
     * @return whether the work was done
     */
    private static boolean callWithin(String name, Duration limit, Runnable work) {
        boolean interrupted = Thread.interrupted(); // must not keep the last facts from being read
        Thread thread = new Thread(work, "pctl-progress-" + name);
        thread.setDaemon(true);
        thread.start();
        interrupted |= !end(thread, System.nanoTime() + limit.toNanos());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /**
     * Ends the threads, lets the forecaster learn, and closes the extensions. What hangs is interrupted and left to its
     * daemon thread.
     */
    public void close() {
        closeThreads();
        callWithin("learn", limits.learn(), loop::learn);
        callWithin("release", limits.release(), loop::release);
    }

    private void closeThreads() {
        synchronized (closing) {
            closed = true;
            closing.notifyAll();
        }
        loop.renderers().changed();
        long deadline = System.nanoTime() + limits.threads().toNanos();
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
