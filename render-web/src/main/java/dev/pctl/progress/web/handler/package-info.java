/** The page without a server of its own: requests in, responses out, for hosts that have a server. */
@NullMarked
package dev.pctl.progress.web.handler;

import org.jspecify.annotations.NullMarked;
