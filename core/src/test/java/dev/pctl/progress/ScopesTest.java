package dev.pctl.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pctl.progress.event.Event;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.StageFact;
import dev.pctl.progress.hook.DeliveryMode;
import dev.pctl.progress.remedy.Remedies;
import dev.pctl.progress.view.PackageView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stages, packages and phases end as the host says, and never as succeeded by accident. */
class ScopesTest {

    private static final PackageRef NGINX = PackageRef.of("nginx", "1.25");

    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final Progress progress = Progress.builder("web server")
            .remedies(Remedies.standard().with(FailureCause.COMPILE, "ask the maintainer"))
            .listener("record", DeliveryMode.EVERYTHING, events::add)
            .driven()
            .start();

    @AfterEach
    void close() {
        progress.close();
    }

    private PackageView nginx() {
        return progress.view().packageOf(NGINX.id());
    }

    @Test
    void exceptionInBlockLeavesScopesUnfinished() {
        assertThatThrownBy(() -> {
                    try (StageProgress stage = progress.startStage("install", "Installing");
                            PackageProgress nginx = progress.startPackage(NGINX);
                            PhaseProgress build = nginx.startPhase("build")) {
                        build.steps(1, 2L, "a.c");
                        throw new IllegalStateException("on purpose in " + stage);
                    }
                })
                .isInstanceOf(IllegalStateException.class);
        assertThat(nginx().outcome()).isEqualTo(Outcome.UNFINISHED);
        assertThat(nginx().phases().get(0).outcome()).isEqualTo(Outcome.UNFINISHED);
        assertThat(progress.view().stages().get(0).outcome()).isEqualTo(Outcome.UNFINISHED);
    }

    @Test
    void succeedBeforeCloseCounts() {
        try (StageProgress stage = progress.startStage("install", "Installing");
                PackageProgress nginx = progress.startPackage(NGINX);
                PhaseProgress build = nginx.startPhase("build")) {
            build.succeed();
            nginx.succeed();
            stage.succeed();
        }
        assertThat(nginx().outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(nginx().phases().get(0).outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(progress.view().stages().get(0).outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void firstEndCountsAndIsTheOnlyEvent() {
        try (PackageProgress nginx = progress.startPackage(NGINX)) {
            nginx.finish(Outcome.CANCELLED);
            nginx.succeed();
            nginx.finish(Outcome.FAILED, "too late");
        }
        progress.close();
        assertThat(events)
                .filteredOn(e -> e.fact() instanceof PackageFact.Finished)
                .singleElement()
                .satisfies(e ->
                        assertThat(((PackageFact.Finished) e.fact()).outcome()).isEqualTo(Outcome.CANCELLED));
        assertThat(progress.view().failures()).isEmpty();
    }

    @Test
    void nextPhaseEndsThePreviousAsSucceeded() {
        PackageProgress nginx = progress.startPackage(NGINX);
        nginx.startPhase("configure");
        nginx.startPhase("build");
        assertThat(nginx().phases()).extracting(p -> p.outcome()).containsExactly(Outcome.SUCCEEDED, null);
    }

    @Test
    void reasonBecomesDiagnosisWithOpenPhaseAndWithoutRemedy() {
        try (PackageProgress nginx = progress.startPackage(NGINX)) {
            nginx.startPhase("fetch");
            nginx.finish(Outcome.FAILED, "no route to the mirror");
        }
        assertThat(progress.view().failures()).singleElement().satisfies(f -> {
            assertThat(f.packageRef()).isEqualTo(NGINX);
            assertThat(f.phase()).isEqualTo("fetch");
            assertThat(f.kind()).isEqualTo("reported");
            assertThat(f.summary()).isEqualTo("no route to the mirror");
            assertThat(f.remedies()).isEmpty();
        });
        assertThat(nginx().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void hostHasRemediesForReportedFailures() {
        try (Progress other = Progress.builder("web server")
                .remedies(Remedies.standard().with(Remedies.REPORTED, "call the operator of {name}"))
                .driven()
                .start()) {
            other.startPackage(NGINX).finish(Outcome.FAILED, "no route to the mirror");
            assertThat(other.view().failures().get(0).remedies()).containsExactly("call the operator of nginx");
        }
    }

    @Test
    void onlyFailureHasReason() {
        PackageProgress nginx = progress.startPackage(NGINX);
        assertThatThrownBy(() -> nginx.finish(Outcome.SUCCEEDED, "all well"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SUCCEEDED");
        assertThat(nginx().outcome()).isNull();
    }

    @Test
    void secondTryOfPackageIsNewAttempt() {
        progress.startPackage(NGINX).finish(Outcome.FAILED);
        progress.startPackage(NGINX).succeed();
        assertThat(nginx().attempt()).isEqualTo(2);
        assertThat(nginx().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void secondStageOfSameIdIsAnotherStage() {
        progress.startStage("install", "Installing").succeed();
        progress.startStage("install", "Installing again").finish(Outcome.FAILED);
        progress.startStage("install", "Installing once more").succeed();
        assertThat(progress.view().stages())
                .extracting(s -> s.id(), s -> s.title(), s -> s.outcome())
                .containsExactly(
                        tuple("install", "Installing", Outcome.SUCCEEDED),
                        tuple("install#2", "Installing again", Outcome.FAILED),
                        tuple("install#3", "Installing once more", Outcome.SUCCEEDED));
    }

    @Test
    void reasonOfPhaseIsThatOfItsPackage() {
        PackageProgress nginx = progress.startPackage(NGINX);
        nginx.startPhase("fetch").finish(Outcome.FAILED, "no route to the mirror");
        nginx.finish(Outcome.FAILED, "exit status 4");
        assertThat(progress.view().failures()).singleElement().satisfies(f -> {
            assertThat(f.packageRef()).isEqualTo(NGINX);
            assertThat(f.phase()).isEqualTo("fetch");
            assertThat(f.summary()).isEqualTo("no route to the mirror");
        });
    }

    @Test
    void reasonOfStageIsThatOfTheRun() {
        progress.startStage("launch", "Launching").finish(Outcome.FAILED, "the quota of instances is used up");
        assertThat(progress.view().failures()).singleElement().satisfies(f -> {
            assertThat(f.packageRef()).isNull();
            assertThat(f.summary()).isEqualTo("the quota of instances is used up");
        });
    }

    @Test
    void packageWithoutMethodWasBuiltFromSource() {
        progress.startPackage(NGINX).succeed();
        progress.startPackage(PackageRef.of("curl", "8"))
                .method(InstallMethod.DOWNLOAD)
                .succeed();
        assertThat(progress.view().packages())
                .extracting(PackageView::method)
                .containsExactly(InstallMethod.SOURCE, InstallMethod.DOWNLOAD);
        assertThat(progress.view().packages()).allMatch(PackageView::installedHere);
    }

    @Test
    void stageThatIsOpenCanBeStartedAgainAfterResume() {
        progress.startStage("install", "Installing");
        progress.startStage("install", "Installing").succeed();
        progress.close();
        assertThat(events)
                .filteredOn(e -> e.fact() instanceof StageFact.Finished)
                .hasSize(1);
    }
}
