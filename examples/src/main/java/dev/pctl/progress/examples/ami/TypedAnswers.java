package dev.pctl.progress.examples.ami;

import dev.pctl.progress.event.Advice;
import dev.pctl.progress.event.Decision;
import dev.pctl.progress.spi.Decider;
import dev.pctl.progress.view.RunView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads decisions from the terminal: a line that starts with y continues, any other line stops. */
final class TypedAnswers implements Decider {

    private final BufferedReader keyboard;
    private @Nullable CompletableFuture<Decision> asked;
    private boolean reading;

    TypedAnswers(InputStream keyboard) {
        this.keyboard = new BufferedReader(new InputStreamReader(keyboard, Charset.defaultCharset()));
    }

    @Override
    public synchronized CompletableFuture<Decision> decide(Advice advice, RunView view) {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        asked = answer;
        if (!reading) {
            reading = true;
            Thread reader = new Thread(this::read, "answers");
            reader.setDaemon(true);
            reader.start();
        }
        return answer;
    }

    private void read() {
        try {
            for (String line = keyboard.readLine(); line != null; line = keyboard.readLine()) {
                boolean yes = line.strip().toLowerCase(Locale.ROOT).startsWith("y");
                answer(yes ? Decision.CONTINUE : Decision.STOP);
            }
        } catch (IOException e) {
            // Without an answer, the default of the question applies.
        }
    }

    private synchronized void answer(Decision decision) {
        CompletableFuture<Decision> waiting = asked;
        asked = null;
        if (waiting != null) {
            waiting.complete(decision);
        }
    }
}
