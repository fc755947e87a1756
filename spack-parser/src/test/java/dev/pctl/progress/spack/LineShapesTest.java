package dev.pctl.progress.spack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.view.DependencySummary;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.PhaseView;
import dev.pctl.progress.view.RootView;
import dev.pctl.progress.view.RunView;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shapes of lines that no recording has, as Spack's own sources print them. */
class LineShapesTest {

    private static final String HASH = "kiwb3utfpsz35fwmmpwqeiwgwccykkq3";
    private static final String OTHER = "23njwcmmq3rzan6pdlhy4o32izhlht3c";
    private static final String ZLIB = "zlib-1.2.11-" + HASH;
    private static final String CMAKE = "cmake-3.18.4-" + OTHER;

    private Outcome outcome;

    // ---- classic

    @Test
    void spack016SaysOfASuccessOnlyWhereItIs() {
        RunView view = read("""
                ==> Installing %1$s
                ==> No binary for %1$s found: installing from source
                ==> Fetching https://mirror.spack.io/_source-cache/archive/c3/c3e5.tar.gz
                ==> zlib: Executing phase: 'install'
                [+] /opt/spack/linux-debian10-skylake/gcc-8.3.0/%1$s
                ==> Installing %2$s
                ==> Fetching https://mirror.spack.io/_source-cache/archive/5d/5d4e.tar.gz
                ==> Error: FetchError: All fetchers failed

                ==> Warning: Skipping build of vtk-9.0.0-abcdefghijklmnopqrstuvwxyz234567 since %2$s failed
                ==> Error: Installation request failed.  Refer to recent errors for specific package(s).
                """);
        assertThat(view.packages())
                .extracting(p -> p.ref().name(), PackageView::method, PackageView::outcome)
                .containsExactly(
                        tuple("zlib", InstallMethod.SOURCE, Outcome.SUCCEEDED),
                        tuple("cmake", null, Outcome.FAILED),
                        tuple("vtk", null, Outcome.SKIPPED));
        assertThat(view.failures()).extracting(Diagnosis::cause).containsExactly(FailureCause.FETCH);
        assertThat(outcome).isEqualTo(Outcome.FAILED);
    }

    @Test
    void severalInstallersMayPrintIntoOneLog() {
        RunView view = read("""
                spack -e . install --only-concrete --only=package /kiwb3ut # zlib@1.2.11
                spack -e . install --only-concrete --only=package /23njwcm # cmake@3.18.4
                ==> Installing %1$s [1/1]
                ==> Installing %2$s [1/1]
                ==> No binary for %2$s found: installing from source
                ==> No binary for %1$s found: installing from source
                ==> zlib: Executing phase: 'edit'
                ==> cmake: Executing phase: 'bootstrap'
                ==> zlib: Executing phase: 'install'
                ==> zlib: Successfully installed %1$s
                ==> cmake: Successfully installed %2$s
                  Stage: 0.22s.  Edit: 0.00s.  Install: 5.71s.  Total: 6.70s
                [+] /opt/spack/%1$s
                  Stage: 0.22s.  Bootstrap: 7.00s.  Total: 8.70s
                [+] /opt/spack/%2$s
                """);
        assertThat(view.packages())
                .extracting(p -> p.ref().name(), PackageView::stated, PackageView::prefix, PackageView::outcome)
                .containsExactly(
                        tuple("zlib", Duration.ofMillis(6700), "/opt/spack/" + ZLIB, Outcome.SUCCEEDED),
                        tuple("cmake", Duration.ofMillis(8700), "/opt/spack/" + CMAKE, Outcome.SUCCEEDED));
    }

    @Test
    void linesThatAreCutWithinAnIdAreOfThePackageThatIsNamedElsewhere() {
        RunView view = read("""
                ==> Installing %2$s [1/2]
                ==> No binary for %2$s found: insta
                ==> cmake: Executing phase: 'install'
                ==> cmake: Successfully installed cmake-3.1
                [+] /opt/spack/%2$s
                ==> Installing util-linux-uuid-2.38.1-kiwb3utfps
                ==> util-linux-uuid: Executing phase: 'install'
                ==> util-linux-uuid: Successfully installed util-linux-uu
                [+] /opt/spack/util-linux-uuid-2.38.1-ki
                """);
        assertThat(view.packages())
                .extracting(p -> p.ref().name(), p -> p.ref().version(), PackageView::outcome)
                .containsExactly(
                        tuple("cmake", "3.18.4", Outcome.SUCCEEDED),
                        tuple("util-linux-uuid", "2.38.1", Outcome.SUCCEEDED));
    }

    @Test
    void whatOtherCommandsPrintIsNoInstallation() {
        RunView view = read("""
                ==> Bootstrapping clingo from pre-built binaries
                ==> Installing "clingo-bootstrap@=spack~docs+ipo build_type=Release" from a buildcache
                ==> Added 2 new compilers to /root/.spack/linux/compilers.yaml
                    gcc@12.2.0  clang@14.0.6
                ==> The following specs have been detected on this system and added to /root/.spack/packages.yaml
                cmake@3.25.1  perl@5.36.0
                ==> Adding package zlib to mirror
                ==> Fetching https://zlib.net/fossils/zlib-1.2.13.tar.gz
                ==> Archive stats:
                    1    added
                ==> Selected 2 specs to push to file:///opt/buildcache
                ==> [1/2] Pushed zlib@1.2.13/kiwb3ut
                ==> Recreating index
                ==> Spack test suite
                ==> Testing package zlib-1.2.13-kiwb3ut
                ==> [2024-01-02-03:04:05.123456] '/opt/x/bin/a'
                PASSED: Zlib::test_a
                ==> Generating depfile
                """);
        assertThat(view.packages()).isEmpty();
        assertThat(view.failures()).isEmpty();
    }

    @Test
    void aPackageWhoseBinaryIsBadIsBuilt() {
        RunView view = read("""
                ==> Installing %1$s [3/4]
                ==> Fetching file:///mirror/build_cache/%1$s.spack
                ==> Extracting %1$s from binary cache
                ==> Error: Failed to install zlib from binary cache due to NoChecksumException: Requeueing to install from source.
                ==> Installing %1$s [3/4]
                ==> No binary for %1$s found: installing from source
                ==> zlib: Executing phase: 'build'
                ==> zlib: Successfully installed %1$s
                  Stage: .  Build: 1m.  Post-install: 0.66s.  Total: 1h 1m 0.66s
                [+] /opt/spack/%1$s
                """);
        PackageView zlib = view.packages().get(0);
        assertThat(zlib.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(zlib.method()).isEqualTo(InstallMethod.SOURCE);
        assertThat(zlib.index()).isEqualTo(3);
        assertThat(zlib.stated()).isEqualTo(Duration.ofMillis(3_660_660));
        assertThat(view.failures()).isEmpty();
        assertThat(outcome).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void onATerminalOf017TheTitleCounts() {
        RunView view = read("\u001b]0;Spack: Processing zlib [3/16]\u0007\u001b]0;Spack: Installing zlib [3/16]\u0007"
                + "\u001b[1;34m==>\u001b[0m Installing " + ZLIB + "\r\n"
                + "==> zlib: Successfully installed " + ZLIB + "\r\n"
                + "  Fetch: 0.54s.  Build: 1m 2.34s.  Total: 1m 2.88s.\r\n");
        assertThat(view.packages())
                .extracting(PackageView::index, PackageView::total, PackageView::stated)
                .containsExactly(tuple(3, 16, Duration.ofMillis(62_880)));
    }

    @Test
    void whatIsWarnedOfOrWaitedForChangesNothing() {
        RunView view = read("""
                ==> Warning: zlib@1.2.11 is deprecated and may be removed in a future Spack release.
                ==> Installing %1$s [1/1]
                ==> Waiting for %1$s
                """);
        assertThat(view.packages()).hasSize(1);
        assertThat(outcome).isEqualTo(Outcome.UNFINISHED);
        List<PackageFact.Kind> kinds =
                Reading.of(bytes("==> Installing " + ZLIB + "\n==> Waiting for " + ZLIB + "\n")).facts().stream()
                        .filter(PackageFact.Activity.class::isInstance)
                        .map(f -> ((PackageFact.Activity) f).kind())
                        .toList();
        assertThat(kinds).containsExactly(PackageFact.Kind.WAITING);
    }

    @Test
    void whatAnUpstreamSpackHasIsInstalled() {
        RunView view = read("""
                ==> %1$s is installed in an upstream Spack instance at /upstream/zlib
                [+] /upstream/zlib
                """);
        assertThat(view.packages())
                .extracting(PackageView::method, PackageView::outcome, PackageView::prefix)
                .containsExactly(tuple(InstallMethod.ALREADY_INSTALLED, Outcome.SUCCEEDED, "/upstream/zlib"));
    }

    @Test
    void anErrorThatNamesItsPackageIsOfThatPackage() {
        RunView view = read("""
                ==> Installing %1$s [1/2]
                ==> zlib: Executing phase: 'build'
                ==> Error: Failed to acquire a write lock for %2$s due to LockTimeoutError: Timed out waiting for a write lock.
                ==> zlib: Successfully installed %1$s
                """);
        assertThat(view.packages())
                .extracting(p -> p.ref().name(), PackageView::outcome)
                .containsExactly(tuple("zlib", Outcome.SUCCEEDED), tuple("cmake", Outcome.FAILED));
        assertThat(view.failures()).extracting(Diagnosis::cause).containsExactly(FailureCause.LOCK);
    }

    @Test
    void theFirstFailureMayEndTheRun() {
        RunView view = read("""
                ==> Installing %1$s [1/2]
                ==> zlib: Executing phase: 'build'
                ==> Error: ProcessError: Command exited with status 2:
                    '/usr/bin/make' '-j2'
                ==> Error: Terminating after first install failure: ProcessError: Command exited with status 2:
                    '/usr/bin/make' '-j2'
                """);
        assertThat(view.packages()).extracting(PackageView::outcome).containsExactly(Outcome.FAILED);
        assertThat(view.failures()).hasSize(1);
        assertThat(outcome).isEqualTo(Outcome.FAILED);
    }

    @Test
    void debugMessagesCarryTimeAndProcess() {
        RunView view = read("""
                ==> [2024-01-02-03:04:05.123456, 4242] 4242: Installing %1$s [1/1]
                ==> [2024-01-02-03:04:06.123456, 4242] 4242: zlib: Executing phase: 'install'
                ==> [2024-01-02-03:04:07.123456, 4242] zlib: Successfully installed %1$s
                """);
        assertThat(view.packages())
                .extracting(PackageView::index, PackageView::outcome)
                .containsExactly(tuple(1, Outcome.SUCCEEDED));
        assertThat(view.packages().get(0).phases()).extracting(PhaseView::name).containsExactly("install");
    }

    @Test
    void otherProgramsAndSeveralRunsMayStandInOneLog() {
        RunView view = read("""
                $ spack install zlib
                ==> Installing %1$s [1/1]
                ==> zlib: Successfully installed %1$s
                  Stage: 0.05s.  Total: 1.05s
                [+] /opt/spack/%1$s
                $ spack buildcache push mirror
                ==> Pushing 2 specs to s3://mirror
                ==> [1/2] Pushed zlib@1.2.11/kiwb3ut
                ==> [2/2] Pushed cmake@3.18.4/23njwcm
                # all done
                $ spack install cmake
                [+] /opt/spack/%1$s
                ==> Installing %2$s [2/2]
                ==> Extracting %2$s from binary cache
                ==> cmake: Successfully installed %2$s
                """);
        assertThat(view.packages())
                .extracting(p -> p.ref().name(), PackageView::index, PackageView::total)
                .containsExactly(tuple("zlib", 1, 1), tuple("cmake", 2, 2));
        assertThat(outcome).isEqualTo(Outcome.SUCCEEDED);
    }

    // ---- the new installer on a terminal

    @Test
    void aTerminalShowsMoreThanRows() {
        RunView view = read("""
                Progress: 0/3
                [|] kiwb3ut zlib@1.2.11 build (3s)
                [|] 23njwcm cmake@3.18.4
                2 more...
                filter> zl
                Waiting for other Spack install process...
                ==> Following logs of zlib@1.2.11
                  CC       adler32.o
                  CC       crc32.o
                [+] kiwb3ut zlib@1.2.11 /opt/spack/zlib (5s)
                """);
        assertThat(view.log().dialect()).isEqualTo("terminal");
        assertThat(view.packages())
                .extracting(p -> p.ref().name(), PackageView::outcome)
                .contains(tuple("zlib", Outcome.SUCCEEDED));
        assertThat(view.packages().get(0).phases().get(0).steps().done()).isEqualTo(2);
        assertThat(view.log().output()).noneMatch(l -> l.contains("more...") || l.contains("filter>"));
    }

    @Test
    void rowsThatARepaintReachesByMovingTheCursorAreRead() {
        String zlib = "\u001b[0;90maaaaaaa\u001b[0m zlib\u001b[0;36m@1.3\u001b[0m ";
        String lz4 = "\u001b[0;90mbbbbbbb\u001b[0m lz4\u001b[0;36m@1.9\u001b[0m ";
        String added = "\u001b[0m\u001b[K\r\n";
        String repainted = "\u001b[0m\u001b[K\u001b[1E";
        String header = "\u001b[1mProgress:\u001b[0m 0/2";
        RunView view = read(header + added
                + "[/] " + zlib + "starting" + added + "\u001b[0J"
                + "\u001b[2F" + header + repainted + "[-] " + zlib + "configure" + repainted
                + "[-] " + lz4 + "starting" + added + "\u001b[0J"
                + "\u001b[3F" + header + repainted + "[|] " + zlib + "build" + repainted
                + "[|] " + lz4 + "cmake" + repainted + "\u001b[0J"
                + "\u001b[3F[+] " + zlib + "/opt/zlib" + repainted + header + repainted
                + "[x] " + lz4 + "failed" + repainted + "\u001b[0J");
        assertThat(view.packages())
                .extracting(
                        p -> p.ref().name(),
                        PackageView::outcome,
                        p -> p.phases().stream().map(PhaseView::name).toList())
                .containsExactly(
                        tuple("zlib", Outcome.SUCCEEDED, List.of("configure", "build")),
                        tuple("lz4", Outcome.FAILED, List.of("cmake")));
    }

    // ---- markers

    @Test
    void pctlsMarkersGiveRootsAndTheRunsPercent() {
        RunView view = read("""
                PCTL_VERBOSE_MODE:enabled
                PCTL_PKG_START:gcc@11.3.0:2/5
                PCTL_PKG_INFO:gcc@11.3.0 has 18 dependencies
                25%% - Installing gcc@11.3.0 (2/5 packages)
                PCTL_PROGRESS: Installing gcc@11.3.0 (2/5 packages, 30%%)
                PCTL_DISK_USAGE:
                USED:12.3G TOTAL:45G PCT:27%%
                PCTL_PKG_END:gcc@11.3.0:success
                """);
        assertThat(view.roots())
                .extracting(RootView::spec, RootView::index, RootView::total, RootView::dependencies, RootView::outcome)
                .containsExactly(tuple("gcc@11.3.0", 2, 5, 18, Outcome.SUCCEEDED));
        assertThat(view.statusFraction()).isEqualTo(0.3);
        assertThat(view.machine().disks()).hasSize(1);
        assertThat(view.log().output()).isEmpty();
    }

    @Test
    void anInstancesTagStatesTheRunsPercent() {
        RunView view = read("90%% - Running AMI cleanup\n");
        assertThat(view.statusFraction()).isEqualTo(0.9);
        assertThat(view.status()).isEqualTo("Running AMI cleanup");
    }

    // ---- plans

    @Test
    void aPlanWithoutHashesIsTakenUpByWhatIsInstalled() {
        RunView view = read("""
                 -   hdf5@1.14~mpi%%gcc@12 build_system=cmake arch=linux-debian12-skylake
                [+]      ^zlib@1.2.11+pic%%gcc@12 build_system=makefile arch=linux-debian12-skylake
                [b]      ^cmake@3.18.4%%gcc@12 build_system=generic arch=linux-debian12-skylake
                [e]          ^gmake@4.3%%gcc@12 build_system=generic arch=linux-debian12-skylake
                 -           ^ncurses@6.4%%gcc@12 build_system=generic arch=linux-debian12-skylake

                """);
        PackageView hdf5 = view.packages().get(0);
        assertThat(hdf5.root()).isTrue();
        assertThat(DependencySummary.of(view, hdf5).text())
                .isEqualTo("4 dependencies: 2 installed, 1 from cache, 1 to install");

        view = read("""
                 -   hdf5@1.14~mpi%%gcc@12 arch=linux-debian12-skylake
                 -       ^zlib@1.2.11+pic%%gcc@12 arch=linux-debian12-skylake

                ==> Installing %1$s [1/2]
                ==> No binary for %1$s found: installing from source
                """);
        assertThat(view.packages()).extracting(PackageView::id).containsExactly("zlib/kiwb3ut", "hdf5@1.14");
        assertThat(DependencySummary.of(view, view.packages().get(1)).text()).isEqualTo("1 dependency: 1 to build");
    }

    @Test
    void listsThatAreNoTreesAreNoPlans() {
        assertThat(read(" -   left-pad@1.3.0\n[+] react@18.2.0 added\n").packages())
                .isEmpty();
    }

    private RunView read(String log) {
        Reading reading = Reading.of(bytes(log.contains("%") ? log.formatted(ZLIB, CMAKE) : log));
        outcome = reading.outcome();
        return reading.view();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
