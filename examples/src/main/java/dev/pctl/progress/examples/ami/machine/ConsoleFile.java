package dev.pctl.progress.examples.ami.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The console of an instance as a cloud shows it: the newest output, in a file of limited size. */
public final class ConsoleFile implements AutoCloseable {

    /** Bytes of output that a console keeps, as cloud APIs do. */
    public static final int WINDOW = 64 * 1024;

    private static final long LIMIT = 1 << 20;

    private final Path file;
    private FileChannel out;

    ConsoleFile(Path file) throws IOException {
        this.file = file;
        this.out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Prints to the console. Only one thread at a time may call it. */
    void print(byte[] bytes) throws IOException {
        if (out.size() > LIMIT) {
            shorten();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private void shorten() throws IOException {
        Path shorter = file.resolveSibling(file.getFileName() + ".new");
        Files.write(shorter, window(file));
        out.close();
        Files.move(shorter, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        out = FileChannel.open(file, StandardOpenOption.APPEND);
    }

    /** Returns the last 64 KB of the console in a file; empty while the file does not exist. */
    static byte[] window(Path file) throws IOException {
        try (FileChannel console = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(0, console.size() - WINDOW);
            ByteBuffer window = ByteBuffer.allocate(WINDOW);
            int read = 0;
            while (window.hasRemaining() && read >= 0) {
                read = console.read(window, from + window.position());
            }
            byte[] bytes = new byte[window.flip().remaining()];
            window.get(bytes);
            return bytes;
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
