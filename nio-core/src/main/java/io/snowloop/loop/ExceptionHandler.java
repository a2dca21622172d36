package io.snowloop.loop;

/** Whom a loop tells of what its callbacks throw. */
@FunctionalInterface
public interface ExceptionHandler {
    /**
     * Called on the loop's thread.
     *
     * @param error what was thrown
     * @param source whose callback threw it: a task, a {@link io.snowloop.loop.channel.ReadyHandler}, a protocol
     */
    void caught(Throwable error, Object source);
}
