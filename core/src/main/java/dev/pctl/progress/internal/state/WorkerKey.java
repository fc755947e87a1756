package dev.pctl.progress.internal.state;



/** A name as one worker uses it: two workers may each have a package, root or log of the same name. */
record WorkerKey(String worker, String name) {}
