package dev.pctl.progress.internal.run;

import dev.pctl.progress.view.RunView;

/**
 * The recurring work of a run: sampling, polling fact sources, asking for forecasts and advice, drawing. Driven by the
 * host's ticks or by {@link RunThreads}.
 */
public final class RunLoop {

    private final RunCore core;
    private final AdvicePoller advice;
    private final PendingDecisions decisions;
    private final RendererGroup renderers;
    private final SamplerScheduler samplers;
    private final FactSourcePoller sources;

    public RunLoop(
            RunCore core,
            AdvicePoller advice,
            PendingDecisions decisions,
            RendererGroup renderers,
            SamplerScheduler samplers,
            FactSourcePoller sources) {
        this.core = core;
        this.advice = advice;
        this.decisions = decisions;
        this.renderers = renderers;
        this.samplers = samplers;
        this.sources = sources;
        core.onChange(renderers::changed);
    }

    RunCore core() {
        return core;
    }

    RendererGroup renderers() {
        return renderers;
    }

    SamplerScheduler samplers() {
        return samplers;
    }

    /** Does everything once; samples only when they are due. */
    public void tick() {
        samplers.sampleIfDue(core::view, core.now(), core::record);
        poll();
        consult();
        renderers.draw(core.view(), core.now());
    }

    /** Returns whether there are fact sources. */
    boolean polls() {
        return sources.needed();
    }

    public void poll() {
        if (sources.needed()) {
            RunView view = core.view();
            if (view.outcome() == null) {
                sources.poll(view, core.now());
            }
        }
    }

    void consult() {
        advice.consult(core.view(), core.now()).forEach(core::record);
        decisions.update(core.view(), core.now());
    }

    void sample() {
        samplers.sample(core.view(), core::record);
    }

    /** Draws for the last time. Only for runs without {@link RunThreads}, whose render threads do it themselves. */
    public void drawLast() {
        renderers.finish(core.view(), core.now());
    }

    public void closeDecisions() {
        decisions.close();
    }

    /** Lets the forecaster learn from the run, and closes forecaster, samplers and sources. */
    public void close() {
        learn();
        release();
    }

    /** Lets the forecaster learn from the run, and closes it. */
    void learn() {
        advice.learn(core.view());
    }

    /** Closes samplers and sources. */
    void release() {
        samplers.close();
        sources.close();
    }
}
