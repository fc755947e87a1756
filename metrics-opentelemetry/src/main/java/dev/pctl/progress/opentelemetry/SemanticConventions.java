package dev.pctl.progress.opentelemetry;

import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.internal.util.EnumNames;
import io.opentelemetry.api.common.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * Names from OpenTelemetry's semantic conventions for CI/CD (status: development, as of version 1.37), and the library's
 * own names where the conventions have none.
 */
final class SemanticConventions {

    static final AttributeKey<String> PIPELINE_NAME = AttributeKey.stringKey("cicd.pipeline.name");
    static final AttributeKey<String> PIPELINE_ACTION = AttributeKey.stringKey("cicd.pipeline.action.name");
    static final AttributeKey<String> PIPELINE_RUN_ID = AttributeKey.stringKey("cicd.pipeline.run.id");
    static final AttributeKey<String> PIPELINE_RESULT = AttributeKey.stringKey("cicd.pipeline.result");
    static final AttributeKey<String> TASK_NAME = AttributeKey.stringKey("cicd.pipeline.task.name");
    static final AttributeKey<String> TASK_TYPE = AttributeKey.stringKey("cicd.pipeline.task.type");
    static final AttributeKey<String> TASK_RUN_ID = AttributeKey.stringKey("cicd.pipeline.task.run.id");
    static final AttributeKey<String> TASK_RESULT = AttributeKey.stringKey("cicd.pipeline.task.run.result");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

    static final AttributeKey<String> PACKAGE_NAME = AttributeKey.stringKey("pctl.package.name");
    static final AttributeKey<String> PACKAGE_VERSION = AttributeKey.stringKey("pctl.package.version");
    static final AttributeKey<String> PACKAGE_HASH = AttributeKey.stringKey("pctl.package.hash");
    static final AttributeKey<String> PACKAGE_METHOD = AttributeKey.stringKey("pctl.package.method");
    static final AttributeKey<Boolean> PACKAGE_ROOT = AttributeKey.booleanKey("pctl.package.root");
    static final AttributeKey<Long> PACKAGE_ATTEMPT = AttributeKey.longKey("pctl.package.attempt");
    static final AttributeKey<Double> STATED_SECONDS = AttributeKey.doubleKey("pctl.stated.duration");
    static final AttributeKey<Long> STEPS_DONE = AttributeKey.longKey("pctl.phase.steps");
    static final AttributeKey<String> FAILURE_KIND = AttributeKey.stringKey("pctl.failure.kind");
    static final AttributeKey<String> FAILURE_PHASE = AttributeKey.stringKey("pctl.failure.phase");
    static final AttributeKey<String> FAILURE_LOCATION = AttributeKey.stringKey("pctl.failure.location");
    static final AttributeKey<String> ADVICE_ID = AttributeKey.stringKey("pctl.advice.id");
    static final AttributeKey<String> ADVICE_SEVERITY = AttributeKey.stringKey("pctl.advice.severity");
    static final AttributeKey<String> ADVICE_SEEN = AttributeKey.stringKey("pctl.advice.seen");
    static final AttributeKey<Long> CACHE_HITS = AttributeKey.longKey("pctl.run.cache.hits");
    static final AttributeKey<Long> CACHE_MISSES = AttributeKey.longKey("pctl.run.cache.misses");
    static final AttributeKey<Long> REUSED = AttributeKey.longKey("pctl.run.reused");
    static final AttributeKey<Double> DISK_FULLEST = AttributeKey.doubleKey("pctl.run.disk.peak");
    static final AttributeKey<Long> MEMORY_PEAK = AttributeKey.longKey("pctl.run.memory.peak");

    /** The class of an error without a known cause. */
    static final String OTHER_ERROR = "_OTHER";

    private static final String LABEL_PREFIX = "pctl.label.";

    private SemanticConventions() {}

    /**
     * Returns the result for an outcome. The conventions distinguish a failure of the build from an error of the system
     * that runs it, and have no result for an unknown end.
     */
    static String result(Outcome outcome, @Nullable FailureCause cause) {
        return switch (outcome) {
            case SUCCEEDED -> "success";
            case FAILED -> failure(cause);
            case CANCELLED -> "cancellation";
            case SKIPPED -> "skip";
            case UNFINISHED -> "unfinished";
        };
    }

    private static String failure(@Nullable FailureCause cause) {
        if (cause == FailureCause.TIMEOUT) {
            return "timeout";
        }
        return cause != null && cause.system() ? "error" : "failure";
    }

    /** Returns the class of an error: a cause of the library, such as {@code disk-full}. */
    static String errorType(@Nullable FailureCause cause) {
        return cause == null || cause == FailureCause.UNKNOWN ? OTHER_ERROR : word(cause);
    }

    static String word(Enum<?> constant) {
        return EnumNames.kebab(constant);
    }

    /** Returns the attribute for a label; a dotted name, such as {@code vcs.ref.head.name}, is kept. */
    static AttributeKey<String> label(String name) {
        return AttributeKey.stringKey(name.indexOf('.') > 0 ? name : LABEL_PREFIX + name);
    }
}
