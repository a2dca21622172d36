// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

/**
 * What a {@link LoopObserver} is told. Each constant says what {@code value} and {@code owner} are; where it says nothing,
 * they are 0 and null.
 */
public enum LoopEvent {
    /** A turn begins. */
    TURN_BEGIN,
    /** A turn has ended. */
    TURN_END,

    /** The loop calls select. Value: the longest wait in nanoseconds; 0 for none, -1 for no limit. */
    SELECT_BEGIN,
    /** Select has returned. Value: how many channels are ready. */
    SELECT_END,
    /** Another thread has ended that select. */
    WAKE_UP,

    /** A channel's handler is called. Value: the ready operations. Owner: the channel's registration. Until its {@link #END}. */
    READY,
    /** A timer is fired. Value: when it was due, in the ticker's nanoseconds. Owner: its task. Until its {@link #END}. */
    TIMER,
    /** A task is run. Value: when it was queued, in the ticker's nanoseconds. Owner: the task. Until its {@link #END}. */
    TASK,
    /** Inside a callback, a part with a name of its own begins. Owner: the object that has the name. Until its {@link #END}. */
    CALL,
    /** The innermost {@link #READY}, {@link #TIMER}, {@link #TASK} or {@link #CALL} has ended. Owner: that of its begin, or null. */
    END,

    /**
     * A task was queued; that of another thread is told when the loop takes it over. Value: when it was queued, in the ticker's
     * nanoseconds. Owner: the task.
     */
    TASK_QUEUED,
    /** A timer was set, or set again for its next period. Value: when it is due, in the ticker's nanoseconds. Owner: its task. */
    TIMER_SET,
    /** A timer will not fire: it was cancelled, or the loop is closed. Value: when it was due. Owner: its task. */
    TIMER_UNSET,
    /** A channel is in the loop. Value: the operations that it waits for. Owner: the channel's registration. */
    REGISTERED,
    /** A channel leaves the loop. Owner: the channel's registration. */
    DEREGISTERED,

    /** A channel waits for other operations now. Value: which. Owner: the channel's registration. */
    INTEREST,
    /** A channel was read from. Value: how many bytes. Owner: the channel's registration. */
    READ,
    /** A channel was written to. Value: how many bytes it took. Owner: the channel's registration. */
    WRITTEN,
    /** So many bytes are queued for a channel; told when their power of two changes. Value: bytes. Owner: the channel's registration. */
    QUEUE_LEVEL,
    /** More bytes than the high water mark are queued. Value: how many. Owner: the channel's registration. */
    HIGH_WATER,
    /**
     * The queue has sunk to the low water mark, or there is room for a file again. Value: how many bytes are queued. Owner: the
     * channel's registration.
     */
    LOW_WATER,

    /** A stream of HTTP/2 begins. Value: its state, as in {@link #STREAM_STATE}. Owner: a {@link LoopStream}, as in the next four events. */
    STREAM_OPENED,
    /**
     * A message on a stream is complete. Value: 0 for open, 1 for half-closed (local), 2 for half-closed (remote), 3 for closed (RFC
     * 9113 §5.1).
     */
    STREAM_STATE,
    /** So many bytes of a body wait until the stream may send them; told when their power of two changes. Value: bytes. */
    STREAM_QUEUED,
    /**
     * What the peer's window allows on a stream; told when its power of two changes, and when it is shut. Value: bytes, 0 if it
     * is shut.
     */
    STREAM_WINDOW,
    /** Either side has reset a stream: it is closed. Value: the error code (RFC 9113 §7). */
    STREAM_RESET,

    /** A future was made. Owner: a {@link LoopFuture}, as in the next three events. */
    FUTURE_MADE,
    /** A future waits for another one, or for several, one event each. Value: the number of the other one. */
    FUTURE_WAITS,
    /**
     * A future is one with another one from now on: a function of {@code flatMap} has returned a future that is derived. What it
     * waited for, the other one waits for. Value: the number of the other one.
     */
    FUTURE_JOINED,
    /** A future has its outcome. Value: 0 for a value, 1 for an error, 2 for a cancellation. */
    FUTURE_DECIDED,

    /** A callback threw. Owner: what it threw. */
    EXCEPTION,
    /** The loop is being closed, and a channel is still open. Owner: the channel's registration. */
    UNCLOSED,
    /** The loop has been closed: the last event. */
    CLOSED,

    /** {@link EventLoop#stop} was called. <em>From any thread.</em> */
    STOP,
    /** A call from the wrong thread. Owner: the exception that it gets. <em>From that thread.</em> */
    WRONG_THREAD,
    /** A promise failed. Owner: the {@link io.snowloop.future.UnseenFailure}. <em>From any thread.</em> */
    UNSEEN_FAILURE;

    /** {@return whether an {@link #END} belongs to it} */
    public boolean begins() {
        return this == READY || this == TIMER || this == TASK || this == CALL;
    }

    /** {@return whether it is told only to an observer that {@linkplain LoopObserver#observesFutures asks for it}} */
    public boolean isOfFuture() {
        return this == FUTURE_MADE || this == FUTURE_WAITS || this == FUTURE_JOINED || this == FUTURE_DECIDED;
    }

    /** {@return whether its owner is a stream; told only to an observer that asks for events of futures, too} */
    public boolean isOfStream() {
        return this == STREAM_OPENED
                || this == STREAM_STATE
                || this == STREAM_QUEUED
                || this == STREAM_WINDOW
                || this == STREAM_RESET;
    }

    /** {@return whether it may come from another thread than the loop's} */
    public boolean isOfAnyThread() {
        return this == STOP || this == WRONG_THREAD || this == UNSEEN_FAILURE;
    }
}
