module host {
    requires dev.pctl.progress.core;
    requires dev.pctl.progress.machine;
    requires dev.pctl.progress.spack;
    requires dev.pctl.progress.estimator;
    requires dev.pctl.progress.ansi;
}
