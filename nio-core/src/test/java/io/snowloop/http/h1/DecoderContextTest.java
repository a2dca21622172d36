// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.Headers;
import io.snowloop.http.Status;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Codecs that share a context don't mix their bytes, wherever their messages are cut. */
class DecoderContextTest {
    private static final String ONE = "POST /one HTTP/1.1\r\nHost: one\r\nContent-Length: 3\r\n\r\nabc";
    private static final String OTHER =
            "POST /other HTTP/1.1\r\nHost: other\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n0\r\n\r\n";

    private static final String WITHOUT_BODY = "GET /one HTTP/1.1\r\nHost: one\r\n\r\n";

    private final DecoderContext context = new DecoderContext();

    /** A server that ends its loan at the end of each call. */
    private final class Server {
        final Http1Codec codec = new Http1Codec(Role.SERVER, Limits.DEFAULT, context);
        final List<String> seen = new ArrayList<>();

        void receive(String text) throws RemoteProtocolException {
            ByteBuffer lent = ByteBuffer.wrap(Feed.bytes(text));
            codec.receive(lent);
            for (Event event = codec.next(); !(event instanceof Event.Outcome); event = codec.next()) {
                take(event);
            }
            codec.keep();
        }

        private void take(Event event) {
            if (event instanceof Event.RequestHead head) {
                seen.add(head.target() + " " + head.headers().get("Host"));
            } else if (event instanceof Event.Data data) {
                seen.add(Feed.latin1(data.bytes()));
            } else {
                ByteQueue out = new ByteQueue();
                codec.sendHead(new Event.ResponseHead(Status.NO_CONTENT, Headers.empty()), 0, out);
                codec.sendEnd(out);
                codec.startNextCycle();
                seen.add("end");
            }
        }
    }

    @Test
    void messagesCutAnywhereDoNotMix() throws RemoteProtocolException {
        for (int cut = 0; cut <= ONE.length(); cut++) {
            for (int otherCut = 0; otherCut <= OTHER.length(); otherCut += 7) {
                Server one = new Server();
                Server other = new Server();
                one.receive(ONE.substring(0, cut));
                other.receive(OTHER.substring(0, otherCut));
                one.receive(ONE.substring(cut) + ONE);
                other.receive(OTHER.substring(otherCut));
                assertThat(String.join("", one.seen)).isEqualTo("/one oneabcend".repeat(2));
                assertThat(String.join("", other.seen)).isEqualTo("/other otherdeend");
                assertThat(context.lines.isEmpty())
                        .as("no byte is left in the shared queue")
                        .isTrue();
            }
        }
    }

    @Test
    void aLoanInsideOfALoanUsesAnotherQueue() throws RemoteProtocolException {
        Server one = new Server();
        Server other = new Server();
        one.codec.receive(ByteBuffer.wrap(Feed.bytes(WITHOUT_BODY + WITHOUT_BODY)));
        one.take(one.codec.next());
        assertThat(context.lines.isEmpty())
                .as("the second request is in the shared queue now")
                .isFalse();
        other.receive(OTHER);
        one.take(one.codec.next());
        one.codec.keep();
        one.receive("");
        assertThat(String.join("", one.seen)).isEqualTo("/one oneend".repeat(2));
        assertThat(String.join("", other.seen)).isEqualTo("/other otherdeend");
    }
}
