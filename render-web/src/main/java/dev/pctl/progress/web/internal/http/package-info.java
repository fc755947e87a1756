/** Requests, access checks, streams and log files. */
@NullMarked
package dev.pctl.progress.web.internal.http;

import org.jspecify.annotations.NullMarked;
