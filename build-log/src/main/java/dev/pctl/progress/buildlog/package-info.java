/** Parsing of build logs without an installer: line grammars of hosts, steps of build tools, diagnosis of failures. */
@NullMarked
package dev.pctl.progress.buildlog;

import org.jspecify.annotations.NullMarked;
