package dev.pctl.progress.web;

import dev.pctl.progress.Progress;
import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.AdviceFact;
import dev.pctl.progress.event.ByteInterval;
import dev.pctl.progress.event.Diagnosis;
import dev.pctl.progress.event.Fact;
import dev.pctl.progress.event.FailureCause;
import dev.pctl.progress.event.FailureFact;
import dev.pctl.progress.event.Forecast;
import dev.pctl.progress.event.ForecastFact;
import dev.pctl.progress.event.InstallMethod;
import dev.pctl.progress.event.LogFact;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import dev.pctl.progress.event.PhaseFact;
import dev.pctl.progress.event.PlanFact;
import dev.pctl.progress.event.PreviousRun;
import dev.pctl.progress.event.Question;
import dev.pctl.progress.event.RunFact;
import dev.pctl.progress.event.SampleFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A made-up build of some forty packages that has been running for 40 minutes: what the page can show, it has. */
final class SampleBuild {

    static final Instant NOW = Instant.parse("2026-11-30T12:03:07Z");
    static final Instant BEGIN = NOW.minus(Duration.ofMinutes(40));
    private static final long GB = 1L << 30;

    private static final Map<String, List<String>> NEEDS = new LinkedHashMap<>();

    private static void pkg(String spec, String... needs) {
        NEEDS.put(spec, List.of(needs));
    }

    static {
        pkg("gmake@4.4.1");
        pkg("zlib-ng@2.2.1", "gmake@4.4.1");
        pkg("ncurses@6.5", "gmake@4.4.1");
        pkg("readline@8.2", "ncurses@6.5");
        pkg("libxml2@2.13.4", "zlib-ng@2.2.1");
        pkg("perl@5.40.0", "zlib-ng@2.2.1", "gmake@4.4.1");
        pkg("openssl@3.4.0", "perl@5.40.0", "zlib-ng@2.2.1");
        pkg("curl@8.10.1", "openssl@3.4.0", "zlib-ng@2.2.1");
        pkg("gmp@6.3.0", "gmake@4.4.1");
        pkg("mpfr@4.2.1", "gmp@6.3.0");
        pkg("mpc@1.3.1", "mpfr@4.2.1");
        pkg("gcc@14.2.0", "mpc@1.3.1", "zlib-ng@2.2.1");
        pkg("cmake@3.31.0", "curl@8.10.1", "ncurses@6.5");
        pkg("sqlite@3.46.0", "readline@8.2", "zlib-ng@2.2.1");
        pkg("python@3.13.0", "openssl@3.4.0", "sqlite@3.46.0");
        pkg("ninja@1.12.1", "python@3.13.0");
        pkg("hwloc@2.11.1", "libxml2@2.13.4");
        pkg("libevent@2.1.12", "openssl@3.4.0");
        pkg("pmix@5.0.3", "hwloc@2.11.1", "libevent@2.1.12");
        pkg("openmpi@5.0.5", "pmix@5.0.3", "perl@5.40.0");
        pkg("openblas@0.3.28", "gcc@14.2.0");
        pkg("fftw@3.3.10", "openmpi@5.0.5");
        pkg("hdf5@1.14.5", "openmpi@5.0.5", "zlib-ng@2.2.1", "cmake@3.31.0");
        pkg("netcdf-c@4.9.2", "hdf5@1.14.5", "curl@8.10.1");
        pkg("llvm@19.1.3", "cmake@3.31.0", "ninja@1.12.1", "python@3.13.0");
        pkg("boost@1.86.0", "python@3.13.0");
        pkg("gromacs@2024.3", "openmpi@5.0.5", "fftw@3.3.10", "openblas@0.3.28", "cmake@3.31.0");
        pkg("paraview@5.13.1", "llvm@19.1.3", "netcdf-c@4.9.2", "boost@1.86.0");
    }

    private final Progress progress;

    private SampleBuild(Progress progress) {
        this.progress = progress;
    }

    static PackageRef ref(String spec) {
        int at = spec.indexOf('@');
        return PackageRef.of(spec.substring(0, at), spec.substring(at + 1));
    }

    /** Records the build as it is after 40 minutes. */
    static void running(Progress progress) {
        new SampleBuild(progress).record();
    }

    /** Records that llvm failed, and that the run ended with it. */
    static void failed(Progress progress) {
        SampleBuild build = new SampleBuild(progress);
        build.record();
        build.fail();
    }

    private void at(double minute, Fact fact) {
        progress.record(BEGIN.plusMillis((long) (minute * 60_000)), fact);
    }

    private void record() {
        at(
                0,
                new PlanFact.Planned(NEEDS.entrySet().stream()
                        .map(e -> new PlanFact.Node(
                                ref(e.getKey()),
                                e.getKey().startsWith("gromacs") || e.getKey().startsWith("paraview"),
                                method(e.getKey()),
                                e.getValue()))
                        .toList()));
        at(0, new ForecastFact.RunTotal(forecast(70, 78, 95)));
        at(
                0,
                new ForecastFact.CriticalPath(
                        List.of("python@3.13.0", "ninja@1.12.1", "llvm@19.1.3", "paraview@5.13.1")));
        at(
                0,
                new ForecastFact.Precedents(
                        List.of(
                                new PreviousRun(
                                        "foundation image", NOW.minus(Duration.ofDays(3)), Duration.ofMinutes(76)),
                                new PreviousRun(
                                        "foundation image", NOW.minus(Duration.ofDays(9)), Duration.ofMinutes(84)),
                                new PreviousRun(
                                        "foundation image", NOW.minus(Duration.ofDays(17)), Duration.ofMinutes(71))),
                        List.of(new PreviousRun(
                                "visualization image", NOW.minus(Duration.ofDays(6)), Duration.ofMinutes(52)))));
        at(0, new ForecastFact.TrackRecord(20, 0.12, 0.83, Duration.ofSeconds(30)));
        machine();
        packages();
        at(
                38,
                new AdviceFact.Raised(new Advice(
                                "disk",
                                Advice.Severity.WARNING,
                                "The disk / will be full before the build is done",
                                "It holds 40 GB, and the build is expected to need 41–46 GB.",
                                List.of("Remove build stages that are no longer needed", "Use a larger volume"))
                        .asking(Question.continueAnyway(Duration.ofMinutes(5)))));
        at(39, new ForecastFact.RunRemaining(forecast(36, 41, 52)));
    }

    private static InstallMethod method(String spec) {
        if (spec.startsWith("gmake")) {
            return InstallMethod.EXTERNAL;
        }
        boolean cached = List.of("zlib-ng", "ncurses", "readline", "perl", "hwloc", "libevent", "sqlite").stream()
                .anyMatch(spec::startsWith);
        return cached ? InstallMethod.BINARY_CACHE : InstallMethod.SOURCE;
    }

    private static Forecast forecast(long low, long likely, long high) {
        return new Forecast(
                Duration.ofMinutes(low),
                Duration.ofMinutes(likely),
                Duration.ofMinutes(high),
                "based on 3 previous builds",
                3);
    }

    private void machine() {
        for (int i = 0; i <= 240; i++) {
            double minute = i / 6.0;
            double wave = Math.sin(i / 9.0) + Math.sin(i / 3.7) / 2;
            long used = (long) ((12 + minute * 0.52 + wave * 0.3) * GB);
            at(minute, new SampleFact.Disk("/", used, 40 * GB, 40 * GB - used));
            at(minute, new SampleFact.Memory((long) ((9 + wave * 3 + minute / 9) * GB), 32 * GB));
            at(minute, new SampleFact.Cpu(Math.max(0.05, Math.min(1, 0.72 + wave * 0.2)), 11.4 + wave, 16));
            at(minute, new SampleFact.Network(Math.max(0, wave) * 6e6, 40_000));
            progress.tick();
        }
        at(
                39,
                new ForecastFact.DiskOutlook(
                        "/",
                        9e6,
                        null,
                        new ByteInterval(37 * GB, 41 * GB, 46 * GB),
                        null,
                        null,
                        ForecastFact.Verdict.AT_RISK));
    }

    private void packages() {
        at(0.2, new PackageFact.MethodKnown(ref("gmake@4.4.1"), 1, InstallMethod.EXTERNAL));
        at(0.2, new PackageFact.Finished(ref("gmake@4.4.1"), 1, Outcome.SUCCEEDED, null, Map.of(), "/usr", null));
        double minute = 0.5;
        List<String> done = new ArrayList<>(NEEDS.keySet()).subList(1, 20);
        int i = 0;
        for (String spec : done) {
            double length = method(spec) == InstallMethod.BINARY_CACHE ? 0.25 : 1 + (i * 7 % 5) * 1.3;
            built(spec, minute, length, i++);
            minute += method(spec) == InstallMethod.BINARY_CACHE ? 0.2 : length * 0.62;
        }
        active("llvm@19.1.3", 29, 2131, 5120L, "lib/Target/AArch64/AArch64ISelLowering.cpp", forecast(24, 29, 36));
        active("gromacs@2024.3", 36, 412, 1830L, "src/gromacs/mdlib/settle.cpp", forecast(9, 11, 14));
        begin("boost@1.86.0", 39.2, forecast(4, 5, 7));
        at(39.3, new PackageFact.Activity(ref("boost@1.86.0"), 1, PackageFact.Kind.WAITING, "lock of another process"));
    }

    private void begin(String spec, double minute, Forecast forecast) {
        at(minute, new ForecastFact.PackageTotal(ref(spec), forecast));
        at(minute, new PackageFact.Started(ref(spec), 1, null, null));
        at(minute, new PackageFact.MethodKnown(ref(spec), 1, method(spec)));
        at(minute, new PackageFact.LogLocated(ref(spec), 1, "/var/spack/stage/" + spec + "/spack-build-out.txt"));
    }

    private void built(String spec, double minute, double length, int i) {
        begin(spec, minute, forecast(Math.max(0, (long) length - 1), (long) length + 1, (long) length + 2));
        if (method(spec) == InstallMethod.SOURCE) {
            String configure = i % 2 == 0 ? "cmake" : "configure";
            phase(spec, configure, minute + length * 0.1, minute + length * 0.3);
            phase(spec, "build", minute + length * 0.3, minute + length * 0.85);
            phase(spec, "install", minute + length * 0.85, minute + length);
        }
        at(
                minute + length,
                new PackageFact.Finished(
                        ref(spec), 1, Outcome.SUCCEEDED, null, Map.of(), "/opt/software/" + spec, null));
    }

    private void phase(String spec, String name, double from, double to) {
        at(from, new PhaseFact.Started(ref(spec), 1, name));
        at(to, new PhaseFact.Finished(ref(spec), 1, name, Outcome.SUCCEEDED));
    }

    private void active(String spec, double minute, long done, Long total, String item, Forecast forecast) {
        begin(spec, minute, forecast);
        phase(spec, "cmake", minute + 0.6, minute + 1.8);
        at(minute + 1.8, new PhaseFact.Started(ref(spec), 1, "build"));
        at(39.8, new PhaseFact.Steps(ref(spec), 1, "build", done, total, true, item));
        for (int i = 0; i < 30; i++) {
            at(
                    39.9,
                    new LogFact.Output(
                            i + 1,
                            ref(spec),
                            List.of("[" + (done - 30 + i) + '/' + total + "] Building CXX object "
                                    + (i == 29 ? item : "lib/part" + i + ".cpp") + ".o"),
                            "/var/spack/stage/" + spec + "/spack-build-out.txt"));
        }
    }

    private void fail() {
        PackageRef llvm = ref("llvm@19.1.3");
        List<String> excerpt = List.of(
                "[2129/5120] Building CXX object lib/Support/APInt.cpp.o",
                "[2130/5120] Building CXX object lib/Support/Regex.cpp.o",
                "FAILED: lib/Target/AArch64/AArch64ISelLowering.cpp.o",
                "c++: fatal error: Killed signal terminated program cc1plus",
                "compilation terminated.",
                "ninja: build stopped: subcommand failed.");
        at(
                39.95,
                new FailureFact.Diagnosed(new Diagnosis(
                        llvm,
                        1,
                        "build",
                        FailureCause.COMPILE,
                        "killed",
                        "cc1plus",
                        "The compiler was killed: the machine ran out of memory",
                        "/var/spack/stage/llvm@19.1.3/spack-build-out.txt",
                        8412,
                        "c++: fatal error: Killed signal terminated program cc1plus",
                        excerpt,
                        8409,
                        Map.of(),
                        null,
                        List.of("Build with fewer jobs: spack install -j 6", "Use a machine with more memory"))));
        at(39.95, new PackageFact.Finished(llvm, 1, Outcome.FAILED, null, Map.of(), null, null));
        at(
                39.96,
                new PackageFact.Finished(
                        ref("paraview@5.13.1"), 1, Outcome.SKIPPED, null, Map.of(), null, "llvm@19.1.3"));
        at(39.97, new PackageFact.Finished(ref("gromacs@2024.3"), 1, Outcome.CANCELLED, null, Map.of(), null, null));
        at(39.97, new PackageFact.Finished(ref("boost@1.86.0"), 1, Outcome.CANCELLED, null, Map.of(), null, null));
        at(39.98, new AdviceFact.Cleared("disk"));
        at(40, new RunFact.Finished(Outcome.FAILED, "exit status 1"));
    }
}
