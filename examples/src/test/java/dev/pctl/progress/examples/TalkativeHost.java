package dev.pctl.progress.examples;

import dev.pctl.progress.Progress;
import dev.pctl.progress.ansi.Renderers;
import dev.pctl.progress.ansi.TextRenderer;
import dev.pctl.progress.ansi.style.Detail;
import dev.pctl.progress.event.Outcome;
import dev.pctl.progress.event.PackageFact;
import dev.pctl.progress.event.PackageRef;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/**
 * A host for tests on terminals: it prints lines and writes log entries in two threads while packages are built, and
 * then, as its first argument says, finishes and prints more ({@code finish}), dies of an exception ({@code die}), or runs
 * until it is killed ({@code stay}). With a second argument the display is on the standard error.
 */
final class TalkativeHost {

    static final int LINES = 60;

    /** Long enough for several frames to be drawn between the lines. */
    private static final long PAUSE_MILLIS = 10;

    private TalkativeHost() {}

    public static void main(String[] arguments) throws Exception {
        TextRenderer renderer = Renderers.forTerminal(Detail.PACKAGES, arguments.length == 1 ? System.out : System.err);
        PrintStream standard = System.out;
        Progress progress = Progress.builder("talk").renderer(renderer).start();
        System.setOut(arguments.length == 1 ? renderer.above() : standard);
        System.setErr(renderer.above());
        for (int i = 1; i <= 5; i++) {
            progress.record(new PackageFact.Started(PackageRef.of("pkg" + i, "1.0"), 1, i, 5));
        }
        Logger log = logger(renderer);
        Thread logging = new Thread(() -> say(i -> log.log(Level.INFO, "entry {0} \u001b[2Jof the log", i)));
        logging.start();
        say(i -> System.out.println("line " + i + " of the host"));
        logging.join();
        switch (arguments[0]) {
            case "finish" -> {
                progress.finish(Outcome.SUCCEEDED);
                progress.close();
                System.out.println("the host is done");
                System.err.print("without a line end");
                throw new IllegalStateException("and fails");
            }
            case "die" -> throw new IllegalStateException("the host has died");
            default -> Thread.sleep(Long.MAX_VALUE);
        }
    }

    private interface Saying {
        void say(int number);
    }

    private static void say(Saying saying) {
        for (int i = 1; i <= LINES; i++) {
            saying.say(i);
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A logging library whose console is the display. */
    private static Logger logger(TextRenderer renderer) {
        System.setProperty("java.util.logging.SimpleFormatter.format", "%5$s%n");
        Handler console = new StreamHandler(renderer.above(), new SimpleFormatter()) {
            @Override
            public synchronized void publish(LogRecord record) {
                super.publish(record);
                flush();
            }
        };
        Logger log = Logger.getLogger("host");
        log.setUseParentHandlers(false);
        log.addHandler(console);
        return log;
    }
}
