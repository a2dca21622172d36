package io.snowloop.loop;

/**
 * What a loop can tell its {@link LoopObserver}. Each constant says what the {@code value} and the {@code owner} beside it
 * are; where it says nothing, they are 0 and null.
 */
public enum LoopEvent {
    /** A turn begins. */
    TURN_BEGIN,
    /** A turn has ended. */
    TURN_END,

    /** The loop asks its selector. Value: for how many nanoseconds it may wait; 0 not at all, -1 for ever. */
    SELECT_BEGIN,
    /** The selector has answered. Value: how many channels are ready. */
    SELECT_END,
    /** That select was cut short by another thread. */
    WAKE_UP,

    /** A channel's handler is called. Value: the ready operations. Owner: the channel's registration. Until its {@link #END}. */
    READY,
    /** A timer is fired. Value: when it was due, in the ticker's nanoseconds. Owner: its task. Until its {@link #END}. */
    TIMER,
    /** A task is run. Value: when it was queued, in the ticker's nanoseconds. Owner: the task. Until its {@link #END}. */
    TASK,
    /** Inside one of these, a part begins that is worth a name of its own. Owner: whose it is. Until its {@link #END}. */
    CALL,
    /** The {@link #READY}, {@link #TIMER}, {@link #TASK} or {@link #CALL} that began last, of those under way, has ended. */
    END,

    /** A channel waits for other operations now. Value: which. Owner: the channel's registration. */
    INTEREST,
    /** A channel was read from. Value: how many bytes. Owner: the channel's registration. */
    READ,
    /** A channel was written to. Value: how many bytes it took. Owner: the channel's registration. */
    WRITTEN,
    /** More bytes than the high water mark wait to be sent. Value: how many. Owner: the channel's registration. */
    HIGH_WATER,
    /** They have sunk to the low one, or there is room for a file again. Value: how many there are. Owner: the channel's registration. */
    LOW_WATER,

    /** A callback threw. Owner: what it threw. */
    EXCEPTION,
    /** The loop is being closed, and finds a channel that nobody has closed. Owner: the channel's registration. */
    UNCLOSED,
    /** The loop has been closed: the last event. */
    CLOSED,

    /** A thread called that may not. Owner: the exception that it gets. <em>From that thread.</em> */
    WRONG_THREAD,
    /** A promise failed. Owner: the {@link io.snowloop.future.UnseenFailure}. <em>From any thread.</em> */
    UNSEEN_FAILURE;

    /** Whether it begins something that an {@link #END} will end. */
    public boolean begins() {
        return this == READY || this == TIMER || this == TASK || this == CALL;
    }

    /** Whether it may come from another thread than the loop's. */
    public boolean isOfAnyThread() {
        return this == WRONG_THREAD || this == UNSEEN_FAILURE;
    }
}
