package dev.pctl.progress.buildlog.internal.step;

import dev.pctl.progress.buildlog.internal.line.LogLine;
import java.nio.charset.StandardCharsets;

/** Finds the source and the object in a compiler's command line. One object serves for all lines. */
final class CompilerCommand {

    private static final byte[] COMPILE = "-c".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMPILE_DEVICE = "-dc".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INTO = "-o".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INSTALL = "install".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INSTALL_SCRIPT = "install-sh".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TEST_PROGRAM = "conftest".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LIBTOOL_FOLDER = ".libs/".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = {};
    private int sourceStart;
    private int sourceEnd;
    private int objectStart;
    private int objectEnd;

    /**
     * Parses the line backwards, since most file names are near its end.
     *
     * @return whether it compiles a source file
     */
    boolean read(LogLine line) {
        bytes = line.bytes();
        sourceEnd = 0;
        objectEnd = 0;
        boolean compiles = false;
        int from = line.start();
        int nextStart = 0;
        int nextEnd = 0;
        int end = CommandTokens.endBefore(bytes, from, line.end());
        while (end > from && !(compiles && sourceEnd > 0 && objectEnd > 0)) {
            int start = CommandTokens.startOf(bytes, from, end);
            int before = CommandTokens.endBefore(bytes, from, start);
            if (sourceEnd == 0 && CommandTokens.isSource(bytes, start, end)) {
                sourceStart = start;
                sourceEnd = end;
            } else if (objectEnd == 0 && isWord(start, end, INTO)) {
                objectStart = nextStart;
                objectEnd = nextEnd;
            } else if (isWord(start, end, COMPILE) || isWord(start, end, COMPILE_DEVICE)) {
                compiles = !installs(from, before);
            }
            nextStart = start;
            nextEnd = end;
            end = before;
        }
        return compiles && sourceEnd > 0 && !isTestProgram();
    }

    private boolean isWord(int start, int end, byte[] word) {
        return end - start == word.length && CommandTokens.is(bytes, start, word);
    }

    /** Returns whether {@code -c} belongs to {@code install -c}, which copies files. */
    private boolean installs(int from, int end) {
        return CommandTokens.endsWith(bytes, from, end, INSTALL)
                || CommandTokens.endsWith(bytes, from, end, INSTALL_SCRIPT);
    }

    /** Returns whether a configure script compiles a test program. */
    private boolean isTestProgram() {
        return sourceEnd - sourceStart > TEST_PROGRAM.length && CommandTokens.is(bytes, sourceStart, TEST_PROGRAM);
    }

    /**
     * Returns a hash of the object. Libtool compiles each object twice and prints the command once, so {@code x.lo},
     * {@code .libs/x.o} and {@code x.o} have the same hash.
     */
    long object(long seed) {
        boolean named = objectEnd > 0;
        int start = named ? objectStart : sourceStart;
        int end = named ? objectEnd : sourceEnd;
        int dot = CommandTokens.dot(bytes, start, end);
        end = dot > start ? dot : end;
        int name = end;
        while (name > start && bytes[name - 1] != '/') {
            name--;
        }
        int folder = CommandTokens.endsWith(bytes, start, name, LIBTOOL_FOLDER) ? name - LIBTOOL_FOLDER.length : name;
        return CommandTokens.hash(CommandTokens.hash(seed, bytes, start, folder), bytes, name, end);
    }

    /** Returns the name of the source file. */
    String source() {
        return CommandTokens.name(bytes, sourceStart, sourceEnd);
    }
}
