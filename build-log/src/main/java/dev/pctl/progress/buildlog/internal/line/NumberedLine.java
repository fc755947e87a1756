package dev.pctl.progress.buildlog.internal.line;

/**
 * A line of a log with its number.
 *
 * @param number its number in the log, from 1
 * @param text the line without its end
 */
public record NumberedLine(long number, String text) {}
