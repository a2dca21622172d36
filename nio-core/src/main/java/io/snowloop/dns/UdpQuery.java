// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.dns.message.MalformedMessageException;
import io.snowloop.dns.message.Query;
import io.snowloop.dns.message.Reply;
import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.loop.channel.Deadline;
import io.snowloop.transport.DatagramOptions;
import io.snowloop.transport.DatagramProtocol;
import io.snowloop.transport.DatagramTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One question to one server in one datagram, and the wait for its answer.
 *
 * <p>It has a socket of its own. So the kernel chooses a new port for each question, which is as hard to guess as the id (RFC 5452 §9.2);
 * and the socket is connected, so the kernel drops what other addresses send. What has another id or another question is ignored:
 * anyone can send it with the address of the server, and the real answer may still come.
 */
final class UdpQuery implements DatagramProtocol {
    private final Query query;
    private final Promise<Reply> promise;
    private final Deadline deadline;

    private UdpQuery(Scheduler loop, Query query, Duration timeout) {
        this.query = query;
        this.promise = loop.newPromise();
        this.deadline = new Deadline(loop, () -> promise.fail(noAnswer(timeout)));
        deadline.arm(timeout);
    }

    /** What the error of a server that does not answer says. */
    static IOException noAnswer(Duration timeout) {
        return new IOException("did not answer within " + timeout.toMillis() + " ms");
    }

    /** The answer. To cancel it closes the socket. */
    static Future<Reply> send(Scheduler loop, InetSocketAddress server, Query query, Duration timeout) {
        UdpQuery asked = new UdpQuery(loop, query, timeout);
        try {
            DatagramTransport transport = DatagramTransport.connect(loop, server, DatagramOptions.DEFAULT, asked);
            asked.promise.onDone(() -> {
                asked.deadline.cancel();
                transport.abort();
            });
            transport.send(query.encode());
        } catch (IOException e) {
            asked.deadline.cancel();
            return Future.failed(new IOException("cannot be asked: " + e.getMessage(), e));
        }
        return asked.promise;
    }

    @Override
    public void received(ByteBuffer bytes, InetSocketAddress from) {
        try {
            Reply reply = query.reply(bytes);
            if (reply != null) {
                promise.complete(reply);
            }
        } catch (MalformedMessageException e) {
            promise.fail(e);
        }
    }

    /** An ICMP message can be forged like an answer, but not by one who cannot see the port. */
    @Override
    public void failed(IOException cause) {
        String reason =
                cause instanceof PortUnreachableException ? "has no server on this port" : "" + cause.getMessage();
        promise.fail(new IOException(reason, cause));
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        promise.fail(new IOException("was asked on a loop that is closed now", cause));
    }
}
