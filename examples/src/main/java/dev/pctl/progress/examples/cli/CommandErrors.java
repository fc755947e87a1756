package dev.pctl.progress.examples.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Formats exceptions as one line for users. */
public final class CommandErrors {

    private CommandErrors() {}

    /** Returns the message, or the type of an exception without one. */
    public static String message(Exception e) {
        if (e instanceof NoSuchFileException missing) {
            return "no such file: " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return "not readable: " + denied.getFile();
        }
        String message = e.getMessage();
        return message == null || message.isBlank()
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse(message);
    }
}
