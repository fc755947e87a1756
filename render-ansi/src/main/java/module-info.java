/** Shows a run on a terminal, or as plain lines. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.ansi {
    requires transitive dev.pctl.progress.core;
    requires org.jline.terminal;
    requires org.jspecify;
    requires org.slf4j;

    exports dev.pctl.progress.ansi;
    exports dev.pctl.progress.ansi.layout;
    exports dev.pctl.progress.ansi.style;
}
