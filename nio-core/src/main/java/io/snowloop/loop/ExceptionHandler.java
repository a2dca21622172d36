// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

/** The handler of exceptions that callbacks of a loop throw. */
@FunctionalInterface
public interface ExceptionHandler {
    /**
     * Called on the loop's thread.
     *
     * @param error what was thrown
     * @param source the object whose callback threw it: a task, a protocol, a transport
     */
    void caught(Throwable error, Object source);
}
