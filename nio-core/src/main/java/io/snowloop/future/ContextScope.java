// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

/**
 * What is done on a thread before and after it runs code of a {@link Context}: for libraries that keep values by thread, as the MDC of
 * SLF4J does. {@code docs/how-to/logging.md} has one for that.
 */
public interface ContextScope {
    /** The calling thread runs code of the context from now on. It is called again and again, on any thread, and must not block. */
    void enter();

    /**
     * The calling thread does so no longer. If the {@link #enter} of one scope throws, this is called for all scopes, also for those that
     * were not entered.
     */
    void leave();
}
