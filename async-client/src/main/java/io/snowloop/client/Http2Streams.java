// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.h2.table.StreamTable;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.loop.channel.TurnQueue;
import io.snowloop.loop.channel.TurnShare;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The streams of a connection whose response is not complete, its WebSockets, and how many the server takes beside each other. */
final class Http2Streams {
    /** A server may allow any number: of thousands that have waited, not all are sent in one turn. */
    private static final int BEGUN_PER_TURN = 256;

    private StreamTable<Http2ClientStream> open = new StreamTable<>();

    /**
     * The most that the server takes, whatever its settings say. It is lowered when the server refuses one more, and rises by one with each
     * response: that it was short of something may be over.
     */
    private int most = Integer.MAX_VALUE;

    /** The last one that was opened while there was no other. */
    private int alone;

    /** How many responses are complete. */
    private int completed;

    final ClientTunnels tunnels;

    /** How many bytes had been encoded after the last piece of any request: what follows is not of requests. */
    long requestsEnd;

    private final TurnShare begun;

    /** The ends of streams and WebSockets, once the connection is over. */
    final TurnQueue ends;

    Http2Streams(Http2ClientConnection connection, Reactor reactor) {
        this.tunnels = new ClientTunnels(connection);
        this.begun = new TurnShare(reactor, BEGUN_PER_TURN, connection::vacated);
        this.ends = new TurnQueue(reactor);
    }

    boolean isEmpty() {
        return open.isEmpty() && tunnels.isEmpty();
    }

    boolean hasRoom() {
        return open.size() < most;
    }

    /** Whether one more may begin in this turn; else the connection takes more in the next one. */
    boolean mayBegin() {
        return begun.hasRest();
    }

    void add(Http2ClientStream stream) {
        begun.use();
        if (isEmpty()) {
            alone = stream.number;
        }
        open.put(stream.number, stream);
    }

    /** The stream with this number; null if it is over. */
    @Nullable
    Http2ClientStream get(int number) {
        return open.get(number);
    }

    /** A stream is over. Returns false if it was before. */
    boolean remove(Http2ClientStream stream) {
        return open.remove(stream.number) != null;
    }

    /** A response is complete. */
    void complete(Http2ClientStream stream) {
        remove(stream);
        completed++;
        if (most < Integer.MAX_VALUE) {
            most++;
        }
    }

    /** The server has refused a stream, which is over. Returns whether there may be room later: one that was alone had all of it. */
    boolean refuse(Http2ClientStream stream) {
        most = Math.max(1, open.size());
        return stream.number != alone;
    }

    int completed() {
        return completed;
    }

    List<Http2ClientStream> list() {
        return open.all();
    }

    /** All of them, which are over now. */
    List<Http2ClientStream> removeAll() {
        List<Http2ClientStream> all = list();
        open = new StreamTable<>();
        return all;
    }

    @Override
    public String toString() {
        return open.size() + " streams";
    }
}
