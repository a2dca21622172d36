// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.dns.message.MalformedMessageException;
import io.snowloop.dns.message.Query;
import io.snowloop.dns.message.Reply;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One question to one server over a connection of its own (RFC 7766). Each message has its length before it, in two bytes (RFC 1035 §4.2.2). */
final class TcpQuery implements Protocol {
    private static final int LENGTH = 2;

    private final Query query;
    private final Promise<Reply> promise;

    /** The length at first, and then the message: at most 65,535 bytes, of which no more is kept than the length says. */
    private ByteBuffer incoming = ByteBuffer.allocate(LENGTH);

    private boolean hasLength;

    private TcpQuery(Scheduler loop, Query query) {
        this.query = query;
        this.promise = loop.newPromise();
    }

    /** The answer, within {@code timeout} with the connect. To cancel it closes the connection. */
    static Future<Reply> send(Scheduler loop, InetSocketAddress server, Query query, Duration timeout) {
        TcpQuery asked = new TcpQuery(loop, query);
        Promise<Reply> promise = asked.promise;
        Deadline deadline = new Deadline(loop, () -> promise.fail(UdpQuery.noAnswer(timeout)));
        deadline.arm(timeout);
        Future<Transport> connecting = Connector.DEFAULT.connect(loop, server, timeout, asked);
        connecting.onComplete((transport, error) -> {
            if (error != null) {
                promise.fail(new IOException("cannot be asked over TCP: " + error.getMessage(), error));
            } else if (promise.isDone()) {
                transport.abort();
            }
        });
        promise.onDone(() -> {
            deadline.cancel();
            connecting.cancel();
        });
        return promise;
    }

    @Override
    public void connected(Transport transport) {
        promise.onDone(transport::abort);
        ByteBuffer message = query.encode();
        ByteBuffer framed = ByteBuffer.allocate(LENGTH + message.remaining());
        transport.write(
                framed.putShort((short) message.remaining()).put(message).flip());
    }

    @Override
    public void received(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !promise.isDone()) {
            int length = Math.min(bytes.remaining(), incoming.remaining());
            incoming.put(bytes.slice().limit(length));
            bytes.position(bytes.position() + length);
            if (!incoming.hasRemaining()) {
                next(incoming.flip());
            }
        }
    }

    private void next(ByteBuffer complete) {
        if (!hasLength) {
            hasLength = true;
            incoming = ByteBuffer.allocate(complete.getShort() & 0xFFFF);
            if (!incoming.hasRemaining()) {
                promise.fail(new MalformedMessageException("over TCP, without a byte"));
            }
            return;
        }
        try {
            Reply reply = query.reply(complete);
            if (reply == null) {
                promise.fail(new MalformedMessageException("over TCP, to another question"));
            } else {
                promise.complete(reply);
            }
        } catch (MalformedMessageException e) {
            promise.fail(e);
        }
    }

    @Override
    public void ended() {
        promise.fail(new IOException("closed the connection without an answer"));
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        promise.fail(new IOException("lost the connection without an answer", cause));
    }
}
