// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.Timer;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Many commands on one connection, none of which waits for the answer of another: pipelining. The server answers in the order of the
 * commands, so a queue of promises tells which answer is for which. All commands of one turn of the loop leave together, in one write.
 *
 * <p>All methods belong to the loop's thread.
 */
final class RedisConnection implements Protocol {
    private final Scheduler loop;
    private final RespReader reader;
    private final Consumer<RespValue.Push> pushes;

    /** Called once, last. */
    private final Consumer<Throwable> lost;

    /** The commands that were written and not answered, in their order. */
    private final CommandQueue<Sent> sent = new CommandQueue<>();

    /** What this turn has to write. */
    private final ByteQueue out = new ByteQueue();

    private @Nullable Transport transport;

    /** For the first command in {@link #sent}; pending only while there is one. */
    private @Nullable Timer timer;

    private boolean ended;

    /** Why this side ends it; null for as long as it does not. */
    private @Nullable IOException failure;

    private record Sent(Promise<RespValue> answer, long deadline, Command command) implements CommandQueue.Entry {}

    RedisConnection(Scheduler loop, int maxValue, Consumer<RespValue.Push> pushes, Consumer<Throwable> lost) {
        this.loop = loop;
        this.reader = new RespReader(maxValue);
        this.pushes = pushes;
        this.lost = lost;
    }

    /** Whether it has been lost. It may be so before the one who waited for it hears of it. */
    boolean isEnded() {
        return ended;
    }

    /** How many commands wait for their answer. */
    int pending() {
        return sent.size();
    }

    /** What they take. */
    long pendingBytes() {
        return sent.bytes();
    }

    /**
     * Sends a command. The answer fails with a {@link RedisException} if the server refuses the command, and with an {@link IOException} if
     * the connection ends first: then the server may have run it, or not.
     */
    Future<RespValue> call(Command command, Duration timeout) {
        Promise<RespValue> answer = loop.newPromise();
        send(command, timeout, answer);
        return answer;
    }

    // region send
    void send(Command command, Duration timeout, Promise<RespValue> answer) {
        if (ended) {
            answer.fail(new NotSentException(command, "the connection is lost"));
            return;
        }
        boolean first = out.isEmpty();
        command.writeTo(out);
        sent.add(new Sent(answer, loop.ticker().nanoTime() + timeout.toNanos(), command));
        if (first) {
            loop.execute(this::flush);
        }
        if (timer == null) {
            watch();
        }
    }
    // endregion

    /** Sends a command whose answers are pushes, such as SUBSCRIBE. */
    void push(Command command) {
        command.writeTo(out);
        flush();
    }

    private void flush() {
        Transport open = transport;
        if (open != null && !out.isEmpty()) {
            open.write(out.peek());
            out.clear();
            out.trim();
        }
    }

    /** Ends the connection at once. */
    void close() {
        if (transport != null) {
            transport.abort();
        }
    }

    // ------------------------------------------------------------------------------------------------- time

    /** One timer for all: answers come in order, so as long as the first one is in time, all are. */
    private void watch() {
        Sent first = sent.peek();
        timer = first == null
                ? null
                : loop.schedule(Duration.ofNanos(first.deadline - loop.ticker().nanoTime()), this::look);
    }

    private void look() {
        Sent first = sent.peek();
        if (first != null && first.deadline - loop.ticker().nanoTime() <= 0) {
            timer = null;
            // the answers that follow belong to this command and its successors, so none of them can be skipped
            end(new IOException(first.command + " was not answered in time"));
        } else {
            watch();
        }
    }

    private void end(IOException reason) {
        failure = reason;
        close();
    }

    // ------------------------------------------------------------------------------------------------- Protocol

    @Override
    public void connected(Transport connected) {
        transport = connected;
        flush();
    }

    @Override
    public void received(ByteBuffer bytes) {
        reader.feed(bytes);
        try {
            RespValue value = reader.next();
            while (value != null && failure == null) {
                take(value);
                value = reader.next();
            }
        } catch (RespException e) {
            end(e);
        }
    }

    // region take
    private void take(RespValue value) throws RespException {
        if (value instanceof RespValue.Push push) {
            pushes.accept(push);
            return;
        }
        Sent first = sent.poll();
        if (first == null) {
            throw new RespException("an answer without a command: " + value);
        }
        if (value instanceof RespValue.Failure refusal) {
            first.answer.fail(new RedisException(refusal));
        } else {
            first.answer.complete(value);
        }
    }
    // endregion

    @Override
    public void ended() {
        end(new ConnectionClosedException("the server has closed the connection"));
    }

    // region closed
    @Override
    public void closed(@Nullable Throwable cause) {
        if (timer != null) {
            timer.cancel();
        }
        transport = null;
        ended = true;
        Throwable reason = failure != null
                ? failure
                : Objects.requireNonNullElseGet(cause, () -> new ConnectionClosedException("closed"));
        for (Sent each = sent.poll(); each != null; each = sent.poll()) {
            each.answer.fail(new IOException(
                    each.command + " was sent, and the connection was lost before the answer: the server may have run"
                            + " it, or not: " + reason.getMessage(),
                    reason));
        }
        lost.accept(reason);
    }
    // endregion
}
