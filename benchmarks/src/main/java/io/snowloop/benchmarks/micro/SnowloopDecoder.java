// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Event;
import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.http.h1.Role;
import java.nio.ByteBuffer;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Our codec with one request at a time and all of its work: it checks the request, keeps its state, and gets a response
 * (204), without which there is no next request.
 */
final class SnowloopDecoder {
    private static final Event.ResponseHead NO_CONTENT = new Event.ResponseHead(Status.NO_CONTENT, Headers.empty());

    private final Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT);
    private final ByteQueue out = new ByteQueue();

    /** Decodes all of {@code request}. */
    void decode(ByteBuffer request, Blackhole hole) throws RemoteProtocolException {
        codec.receive(request.rewind());
        Event event;
        do {
            event = codec.next();
            hole.consume(event);
        } while (!(event instanceof Event.EndOfMessage));
        codec.sendHead(NO_CONTENT, 0, out);
        codec.sendEnd(out);
        out.clear();
        codec.startNextCycle();
        codec.keep();
    }
}
