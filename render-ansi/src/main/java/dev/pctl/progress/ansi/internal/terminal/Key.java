package dev.pctl.progress.ansi.internal.terminal;

/**
 * A key that was pressed.
 *
 * @param kind what it is
 * @param character the character of a {@link Kind#CHARACTER}, else 0
 */
public record Key(Kind kind, int character) {

    /** The keys that a display distinguishes. */
    public enum Kind {
        CHARACTER,
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ESCAPE,
        /** Another key that sends more than one character. */
        OTHER
    }

    /** Returns the key of a character. */
    public static Key of(int character) {
        return character == '\r' || character == '\n' ? new Key(Kind.ENTER, 0) : new Key(Kind.CHARACTER, character);
    }

    /**
     * Returns the key of an escape sequence.
     *
     * @param sequence what follows the escape character, without {@code [} or {@code O}
     */
    public static Key ofSequence(String sequence) {
        return new Key(
                switch (sequence) {
                    case "" -> Kind.ESCAPE;
                    case "A" -> Kind.UP;
                    case "B" -> Kind.DOWN;
                    case "5~" -> Kind.PAGE_UP;
                    case "6~" -> Kind.PAGE_DOWN;
                    case "H", "1~", "7~" -> Kind.HOME;
                    case "F", "4~", "8~" -> Kind.END;
                    case "M" -> Kind.ENTER;
                    default -> Kind.OTHER;
                },
                0);
    }
}
