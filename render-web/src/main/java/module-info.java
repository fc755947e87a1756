/** Shows a run on a live page in the browser, and saves it as one HTML file. */
@org.jspecify.annotations.NullMarked
module dev.pctl.progress.web {
    requires transitive dev.pctl.progress.core;
    requires transitive jdk.httpserver;
    requires com.fasterxml.jackson.core;
    requires org.jspecify;
    requires org.slf4j;

    exports dev.pctl.progress.web;
    exports dev.pctl.progress.web.handler;
}
