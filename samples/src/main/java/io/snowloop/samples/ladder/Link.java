// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.Scheduler;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection whose events are futures, of which there is one at a time: a message that comes, or room for one that goes. */
final class Link implements Protocol {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Scheduler loop;
    private final Wire wire = new Wire();
    private @Nullable Transport transport;
    private @Nullable Promise<String> message;
    private @Nullable Promise<@Nullable Void> room;
    private Parser parser = Wire::request;
    private @Nullable IOException end;

    /** A connection that is to be made: give it to a connector. */
    Link(Scheduler loop) {
        this.loop = loop;
    }

    /** The connection of a client that has come. */
    static Link of(Scheduler loop, SocketChannel client) {
        Link link = new Link(loop);
        try {
            SocketTransport.open(loop, client, link, WaterMarks.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return link;
    }

    /** Connects to the server of a URL. */
    Future<Transport> connect(URI url) {
        return Connector.DEFAULT.connect(loop, Wire.address(url), LIMIT, this);
    }

    /** Its loop. */
    Scheduler loop() {
        return loop;
    }

    /** The path of the next request. It fails if the connection ends before, or what comes is none. */
    Future<String> request() {
        return next(Wire::request);
    }

    /** The body of the next response. It fails if the connection ends before, or what comes is none. */
    Future<String> response() {
        return next(Wire::response);
    }

    private Future<String> next(Parser wanted) {
        Promise<String> next = loop.newPromise();
        message = next;
        parser = wanted;
        transport().resumeReading();
        parse();
        return next;
    }

    /** Sends bytes. Done when there is room for more. */
    Future<@Nullable Void> send(ByteBuffer bytes) {
        transport().write(bytes);
        if (transport().isWritable()) {
            return Future.completed(null);
        }
        Promise<@Nullable Void> sent = loop.newPromise();
        room = sent;
        fail();
        return sent;
    }

    /** Closes the connection. */
    void close() {
        if (transport != null) {
            transport.close();
        }
    }

    private Transport transport() {
        return Objects.requireNonNull(transport);
    }

    @Override
    public void connected(Transport open) {
        transport = open;
        open.pauseReading(); // until a message is asked for
    }

    @Override
    public void received(ByteBuffer bytes) {
        wire.received(bytes);
        parse();
    }

    private void parse() {
        if (message == null) {
            return;
        }
        try {
            String found = parser.next(wire);
            if (found != null) {
                transport().pauseReading();
                message.complete(found);
                message = null;
            }
        } catch (IOException e) {
            end = e;
        }
        fail();
    }

    @Override
    public void writable(boolean writable) {
        if (writable && room != null) {
            room.complete(null);
            room = null;
        }
    }

    @Override
    public void ended() {
        end = new EOFException("the connection ended before the message did");
        fail();
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        end = new EOFException("the connection is closed" + (cause == null ? "" : ": " + cause));
        fail();
    }

    /** What waits fails, if this is the end. */
    private void fail() {
        if (end != null && message != null) {
            message.fail(end);
        }
        if (end != null && room != null) {
            room.fail(end);
        }
    }

    /** What takes a message out of what has come. */
    private interface Parser {
        @Nullable
        String next(Wire wire) throws IOException;
    }
}
