package dev.pctl.progress.ansi.internal.terminal;

/** The progress in the task bar or the window's tab (OSC 9;4), written when it changes. */
public final class TaskBar {

    private static final int NORMAL = 1;
    private static final int ERROR = 2;
    private static final int UNKNOWN = 3;
    private static final String NONE = "\u001b]9;4;0;0\u001b\\";

    private final boolean supported;
    private String shown = "";

    public TaskBar(boolean supported) {
        this.supported = supported;
    }

    /**
     * Returns the control sequence that shows a share, or an empty text if nothing changes.
     *
     * @param known whether the share rests on anything
     */
    public String show(double share, boolean known, boolean failed) {
        int state = failed ? ERROR : known ? NORMAL : UNKNOWN;
        return supported ? change("\u001b]9;4;" + state + ';' + (int) (share * 100) + "\u001b\\") : "";
    }

    /** Returns the control sequence that removes what is shown, or an empty text if nothing is. */
    public String end() {
        return shown.isEmpty() ? "" : change(NONE);
    }

    private String change(String wanted) {
        boolean same = wanted.equals(shown);
        shown = wanted;
        return same ? "" : wanted;
    }
}
