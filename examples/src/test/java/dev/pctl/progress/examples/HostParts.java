package dev.pctl.progress.examples;

import dev.pctl.progress.estimator.history.BuildHistory;
import dev.pctl.progress.spi.LogSource;
import dev.pctl.progress.spi.Renderer;
import dev.pctl.progress.view.PackageView;
import dev.pctl.progress.view.RunView;
import java.io.OutputStream;

/** The parts of a host that documentation mentions without showing them, so that its Java compiles. */
public final class HostParts {

    private HostParts() {}

    public static void page(PackageView failed) {}

    public static void chat(String message) {}

    public static void post(RunView run) {}

    public static byte[] consoleThatShows(byte[] log) {
        return log;
    }

    public static final class Database {

        public static Database inMemory() {
            return new Database();
        }
    }

    public abstract static class DatabaseHistory implements BuildHistory {

        public static BuildHistory of(Database database) {
            throw new UnsupportedOperationException();
        }
    }

    public static Renderer statusPage(OutputStream out) {
        throw new UnsupportedOperationException();
    }

    public static LogSource consoleSource(byte[] console) {
        throw new UnsupportedOperationException();
    }
}
