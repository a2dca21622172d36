package io.snowloop.tls;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.loop.EventLoop;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;

/**
 * The engine in a loop: does what it says, as long as somebody wants what comes of it, and lends it to another thread for
 * its tasks. Until a task is back nothing touches the engine: bytes of both directions are kept.
 */
final class EngineDriver {
    /** Whom it works for. Any of the calls may change the answer to the question. */
    interface Listener {
        /** Whether to go on. */
        boolean wantsMore();

        /** Bytes for the peer. */
        void output(ByteBuffer bytes);

        /** The handshake is done. */
        void opened();

        /** Bytes of the peer's. */
        void plaintext(ByteBuffer bytes);

        /** There will be no more of them. */
        void peerEnded();

        /** There will be nothing more. */
        void failed(SSLException cause);

        /** The engine is back from a task, and has done what it could since. */
        void back();
    }

    private final EventLoop loop;
    private final Executor executor;
    private final TlsEngine engine;
    private final Listener listener;
    private final Scratch scratch;

    /** What was written while it could not be encrypted. */
    private final ByteQueue early = new ByteQueue();

    private boolean busy;

    EngineDriver(EventLoop loop, Executor executor, TlsEngine engine, Listener listener) {
        this.loop = loop;
        this.executor = executor;
        this.engine = engine;
        this.listener = listener;
        this.scratch = Scratch.of(loop);
    }

    /** Whether a task has the engine. */
    boolean isBusy() {
        return busy;
    }

    /** How many bytes could not be encrypted yet. */
    int queued() {
        return early.size();
    }

    // ------------------------------------------------------------------------------------------------------------ in

    /** Goes on with bytes of the peer's, which are lent for the time of the call. */
    void receive(ByteBuffer bytes) {
        engine.receive(bytes);
        advance();
        engine.keep();
    }

    /** Goes on until the engine needs bytes or time, or nobody wants more. */
    void advance() {
        try {
            boolean more = true;
            while (more && !busy && listener.wantsMore()) {
                more = take(engine.next(scratch.plaintext(), scratch.output()));
            }
        } catch (SSLException e) {
            listener.failed(e);
        }
    }

    private boolean take(TlsEngine.Step step) {
        switch (step) {
            case NEED_TASK -> runTask();
            case OUTPUT -> listener.output(scratch.output());
            case OPENED -> listener.opened();
            case PLAINTEXT -> listener.plaintext(scratch.plaintext());
            case ENDED -> listener.peerEnded();
            case NEED_BYTES -> {
                return false;
            }
        }
        return true;
    }

    // region task
    private void runTask() {
        busy = true;
        Runnable task = engine.task();
        try {
            executor.execute(() -> {
                task.run();
                comeBack();
            });
        } catch (RejectedExecutionException e) {
            busy = false;
            listener.failed(new SSLException("the executor in TlsConfig.taskExecutor takes no more tasks", e));
        }
    }
    // endregion

    private void comeBack() {
        try {
            loop.execute(() -> {
                busy = false;
                advance();
                listener.back();
            });
        } catch (RejectedExecutionException e) {
            // the loop was closed meanwhile, and the connection with it
        }
    }

    // ----------------------------------------------------------------------------------------------------------- out

    /** Encrypts all of it; keeps it until that is possible. */
    void write(ByteBuffer bytes) {
        if (busy || engine.state() == TlsEngine.State.HANDSHAKING) {
            early.append(bytes);
        } else {
            send(bytes);
        }
    }

    /** Encrypts what had to wait. */
    void writeEarly() {
        send(early.takeAll());
    }

    private void send(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                engine.encrypt(bytes, scratch.output());
                listener.output(scratch.output());
            }
        } catch (SSLException e) {
            bytes.position(bytes.limit());
            listener.failed(e);
        }
    }

    /** Ends our direction, with a close_notify. */
    void close() {
        engine.close();
        flush();
    }

    /** Sends what the engine has to say itself: an alert, if it has failed. */
    void flush() {
        try {
            while (engine.flush(scratch.output())) {
                listener.output(scratch.output());
            }
        } catch (SSLException e) {
            // it is beyond saying anything
        }
    }
}
