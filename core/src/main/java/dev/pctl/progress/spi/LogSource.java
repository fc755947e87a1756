package dev.pctl.progress.spi;

import java.io.IOException;

/** Somewhere that log bytes come from. Hosts may bring their own. */
public interface LogSource extends AutoCloseable {

    /**
     * Waits for bytes and reads what there is.
     *
     * @return how many bytes were put into the buffer, at least 1, or -1 at the end of the log
     * @throws IOException if the log can no longer be read
     */
    int read(byte[] buffer) throws IOException;

    /** Ends a read that is waiting, if that is possible, and releases what the source holds. */
    @Override
    void close() throws IOException;
}
