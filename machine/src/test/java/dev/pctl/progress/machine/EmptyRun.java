package dev.pctl.progress.machine;

import dev.pctl.progress.internal.state.RunProjection;
import dev.pctl.progress.view.RunView;

/** A run of which nothing is known. */
public final class EmptyRun {

    public static final RunView VIEW = new RunProjection("run").view();

    private EmptyRun() {}
}
