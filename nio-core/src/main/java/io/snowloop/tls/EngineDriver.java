// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.TurnShare;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;

/**
 * Runs a {@link TlsEngine} in a loop: takes its steps one by one, and gives its tasks to another thread.
 *
 * <p>While a task runs, the driver is busy. {@link javax.net.ssl.SSLEngine} is not thread-safe, so nothing may touch the
 * engine then: bytes of both directions are kept until the task is done.
 */
final class EngineDriver {
    /** The callbacks of the driver. Each of the calls may change the answer to {@link #wantsMore}. */
    interface Listener {
        /** Whether to take the next step. */
        boolean wantsMore();

        /** Encrypted bytes for the peer, lent until this returns. */
        void output(ByteBuffer bytes);

        /** The handshake is done. */
        void opened();

        /** Data of the peer, decrypted, lent until this returns. */
        void plaintext(ByteBuffer bytes);

        /** The peer has sent its close_notify: it sends no more data. */
        void peerEnded();

        /** Our close_notify has been given to {@link #output}, after all data. */
        void closeNotifySent();

        /** TLS has failed. {@link EngineDriver#flush} gives the alert. */
        void failed(SSLException cause);

        /** The engine has taken steps in a turn of the loop in which no bytes came. */
        void wentOn();

        /** Whose turn the next task needs. */
        Object turn();

        /** How long the next task may wait for a thread, in nanoseconds. */
        long patience();

        /** A task was not run: it has waited longer than that. */
        void overdue();

        /** A task is done, and the engine has taken the steps that were possible since. */
        void taskDone();
    }

    /** The number of steps in a turn. Those for records of full size are fewer, since a read has a bound of bytes. */
    private static final int STEPS_PER_TURN = 128;

    private final Scheduler loop;
    private final Executor executor;
    private final TlsEngine engine;
    private final Listener listener;
    private final TlsBuffers buffers;
    private final TurnShare share;

    /** What was written before the handshake was done, or while a task ran: plaintext. */
    private final ByteQueue kept = new ByteQueue();

    /** Whether a task runs on another thread. */
    private boolean busy;

    /** Whether our direction is to end with a close_notify, or has ended. */
    private boolean closing;

    /** Whether the connection is over. Read by the thread of a task, too. */
    private volatile boolean abandoned;

    EngineDriver(Scheduler loop, Executor executor, TlsEngine engine, Listener listener) {
        this.loop = loop;
        this.executor = executor;
        this.engine = engine;
        this.listener = listener;
        this.buffers = TlsBuffers.of(loop);
        this.share = new TurnShare(Reactor.of(loop), STEPS_PER_TURN, this::goOn);
    }

    /** Whether a task runs on another thread. */
    boolean isBusy() {
        return busy;
    }

    /** Whether {@link #close} was called. */
    boolean isClosing() {
        return closing;
    }

    /** How many bytes wait to be encrypted. */
    int queued() {
        return kept.size();
    }

    /** Whether there is input that no step has used yet: bytes of the peer, or the end of its stream. */
    boolean hasInput() {
        return engine.hasBytes() || engine.isCutOff();
    }

    /** How many bytes of the peer are kept. */
    int unread() {
        return engine.unread();
    }

    /** Whether the stream below has ended, with or without a close_notify. */
    boolean isCutOff() {
        return engine.isCutOff();
    }

    /** Whether the peer has sent its close_notify. */
    boolean hasEnded() {
        return engine.hasEnded();
    }

    // ------------------------------------------------------------------------------------------------------------ in

    /** Goes on with bytes of the peer, which are lent until this returns. */
    void receive(ByteBuffer bytes) {
        engine.receive(buffers.onHeap(bytes));
        advance();
        engine.keep();
    }

    /** Goes on with the end of the stream below. */
    void receiveEnd() {
        engine.receiveEnd();
        advance();
    }

    /** Takes steps until the engine needs bytes, a task runs, this turn's share is used, or the listener wants no more. */
    void advance() {
        try {
            boolean more = true;
            while (more && !busy && listener.wantsMore() && share.hasRest()) {
                share.use();
                more = take(engine.next(buffers.plaintext(), buffers.output()));
            }
        } catch (SSLException e) {
            listener.failed(e);
        }
    }

    private boolean take(TlsEngine.Step step) {
        switch (step) {
            case NEED_TASK -> runTask();
            case OUTPUT -> listener.output(buffers.output());
            case OPENED -> listener.opened();
            case PLAINTEXT -> listener.plaintext(buffers.plaintext());
            case ENDED -> listener.peerEnded();
            case CONTINUE -> {}
            case NEED_BYTES -> {
                return false;
            }
        }
        return true;
    }

    /** Takes the next steps in the next turn, with the bytes that were kept. */
    void goOnLater() {
        share.waitForNextTurn();
    }

    /** Whether it waits for the next turn. */
    boolean isWaiting() {
        return share.isWaiting();
    }

    private void goOn() {
        advance();
        listener.wentOn();
    }

    // region task
    private void runTask() {
        busy = true;
        Runnable task = engine.task();
        long patience = listener.patience();
        long since = loop.ticker().nanoTime();
        try {
            loop.offload(executor, new PeerTurns.Task(listener.turn(), () -> {
                boolean late = loop.ticker().nanoTime() - since > patience;
                if (!late && !abandoned) { // in a flood, those that will time out must not hold up the others
                    task.run();
                }
                comeBack(late);
            }));
        } catch (RejectedExecutionException e) {
            busy = false;
            listener.failed(new SSLException("the executor in TlsConfig.taskExecutor takes no more tasks", e));
        }
    }

    /** On the thread of the task: only the loop's thread may go on with the engine. */
    private void comeBack(boolean late) {
        try {
            loop.execute(() -> {
                busy = false;
                if (late) {
                    listener.overdue();
                } else {
                    advance();
                    listener.taskDone();
                }
            });
        } catch (RejectedExecutionException e) {
            // The loop was closed while the task ran. It closed the connection, too.
        }
    }
    // endregion

    /** The connection is over: a task that has not begun is of no use, and what the peer has sent is free at once. */
    void abandon() {
        abandoned = true;
        engine.discard();
    }

    // ----------------------------------------------------------------------------------------------------------- out

    /** Encrypts all bytes; keeps a copy of them if that is not possible yet. */
    void write(ByteBuffer... buffers) {
        if (canSend()) {
            send(buffers);
            return;
        }
        for (ByteBuffer each : buffers) {
            kept.append(each);
        }
    }

    /** Ends our direction with a close_notify, after all that was written. May be called again. */
    void close() {
        closing = true;
        catchUp();
    }

    /** Sends what had to wait, if that is possible now: the kept bytes, then the close_notify. */
    void catchUp() {
        if (canSend()) {
            if (!kept.isEmpty()) {
                send(kept.takeAll());
            }
            if (closing) {
                engine.close();
                flush();
                listener.closeNotifySent();
            }
        }
    }

    private boolean canSend() {
        return !busy && engine.state() != TlsEngine.State.HANDSHAKING;
    }

    private void send(ByteBuffer... plaintext) {
        try {
            while (engine.encrypt(plaintext, buffers.output())) {
                listener.output(buffers.output());
            }
        } catch (SSLException e) {
            for (ByteBuffer each : plaintext) {
                each.position(each.limit());
            }
            listener.failed(e);
        }
    }

    /** Sends the engine's own records: an alert after a failure, a close_notify after a close. */
    void flush() {
        try {
            while (engine.flush(buffers.output())) {
                listener.output(buffers.output());
            }
        } catch (SSLException e) {
            // The engine cannot even write its alert. The connection ends anyway; its cause is known already.
        }
    }
}
