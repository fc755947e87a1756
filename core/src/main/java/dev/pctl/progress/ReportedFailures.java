package dev.pctl.progress;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.internal.check.Arguments;
import dev.pctl.progress.internal.run.RunCore;
import dev.pctl.progress.remedy.Remedies;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records the reasons of failures that a host states. */
final class ReportedFailures {

    private ReportedFailures() {}

    /** Checks the arguments of an end with a reason. */
    static void check(Outcome outcome, String reason) {
        Objects.requireNonNull(outcome, "outcome");
        Arguments.notBlank(reason, "reason");
        if (outcome != Outcome.FAILED) {
            throw new IllegalArgumentException("only a failure has a reason; outcome was " + outcome);
        }
    }

    /** Records a reason, unless the log or the host has already given one for the same attempt. */
    static void record(RunCore core, @Nullable PackageRef ref, int attempt, @Nullable String phase, String reason) {
        boolean known = core.view().failures().stream()
                .anyMatch(f -> Objects.equals(f.packageRef(), ref)
                        && (ref == null || f.attempt() == attempt)
                        && (f.cause() != FailureCause.UNKNOWN || Remedies.REPORTED.equals(f.kind())));
        if (!known) {
            core.record(new FailureFact.Diagnosed(Diagnosis.builder(FailureCause.UNKNOWN, reason)
                    .packageRef(ref)
                    .attempt(attempt)
                    .phase(phase)
                    .kind(Remedies.REPORTED)
                    .summary(reason)
                    .build()));
        }
    }
}
