package dev.pctl.progress.machine.internal.linux;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The system call in which a process waits, from {@code /proc/PID/syscall}: its number, then its arguments. The numbers
 * are those of Linux on x86-64 ({@code asm/unistd_64.h}) and on ARM and RISC-V ({@code asm-generic/unistd.h}); on other
 * machines they mean nothing.
 *
 * @param descriptor the file that it is about, for those that are about one
 */
record SystemCall(Kind kind, long descriptor) {

    /** What a process can wait for in a system call. */
    enum Kind {
        READ,
        /** A lock, in a call that blocks until it is free. */
        LOCK,
        /** A connection, or data from it. */
        RECEIVE,
        /** Several things at once, or a time: only the open files show for what. */
        LINGER
    }

    private static final long FCNTL_X86 = 72;
    private static final long FCNTL_GENERIC = 25;

    /** F_SETLKW and F_OFD_SETLKW of {@code fcntl.h}. */
    private static final List<Long> WAIT_FOR_LOCK = List.of(7L, 38L);

    private static final Map<Long, Kind> X86 = Map.ofEntries(
            Map.entry(0L, Kind.READ),
            Map.entry(19L, Kind.READ),
            Map.entry(73L, Kind.LOCK),
            Map.entry(FCNTL_X86, Kind.LOCK),
            Map.entry(42L, Kind.RECEIVE),
            Map.entry(45L, Kind.RECEIVE),
            Map.entry(47L, Kind.RECEIVE),
            Map.entry(7L, Kind.LINGER),
            Map.entry(23L, Kind.LINGER),
            Map.entry(35L, Kind.LINGER),
            Map.entry(230L, Kind.LINGER),
            Map.entry(232L, Kind.LINGER),
            Map.entry(270L, Kind.LINGER),
            Map.entry(271L, Kind.LINGER),
            Map.entry(281L, Kind.LINGER));

    private static final Map<Long, Kind> GENERIC = Map.ofEntries(
            Map.entry(63L, Kind.READ),
            Map.entry(65L, Kind.READ),
            Map.entry(32L, Kind.LOCK),
            Map.entry(FCNTL_GENERIC, Kind.LOCK),
            Map.entry(203L, Kind.RECEIVE),
            Map.entry(207L, Kind.RECEIVE),
            Map.entry(212L, Kind.RECEIVE),
            Map.entry(22L, Kind.LINGER),
            Map.entry(72L, Kind.LINGER),
            Map.entry(73L, Kind.LINGER),
            Map.entry(101L, Kind.LINGER),
            Map.entry(115L, Kind.LINGER));

    /**
     * Parses the line.
     *
     * @param machine the architecture as Java or {@code uname -m} names it
     * @return null if the process runs, waits for something else, or does not say
     */
    static @Nullable SystemCall parse(List<String> words, String machine) {
        Map<Long, Kind> numbers = numbers(machine.toLowerCase(Locale.ROOT));
        long number = words.isEmpty() ? -1 : Columns.number(words.get(0));
        Kind kind = numbers.get(number);
        if (kind == null || words.size() < 3) {
            return null;
        }
        long fcntl = numbers.equals(X86) ? FCNTL_X86 : FCNTL_GENERIC;
        boolean waits = number != fcntl || WAIT_FOR_LOCK.contains(hexadecimal(words.get(2)));
        return waits ? new SystemCall(kind, hexadecimal(words.get(1))) : null;
    }

    private static Map<Long, Kind> numbers(String machine) {
        return switch (machine) {
            case "amd64", "x86_64" -> X86;
            case "aarch64", "arm64", "riscv64" -> GENERIC;
            default -> Map.of();
        };
    }

    private static long hexadecimal(String word) {
        try {
            return word.startsWith("0x") ? Long.parseUnsignedLong(word.substring(2), 16) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
