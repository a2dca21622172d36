// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import io.snowloop.http.h1.Http1Codec;
import io.snowloop.http.h1.Limits;
import io.snowloop.http.h1.Role;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedQueueTest {
    private final SharedQueue queue = new SharedQueue();
    private final List<String> written = new ArrayList<>();

    /** Its transport writes down what it is given, with this name. */
    private Outflow outflow(String name) {
        Transport transport = mock();
        doAnswer(call -> {
                    ByteBuffer bytes = call.getArgument(0);
                    return written.add(name + ": " + StandardCharsets.UTF_8.decode(bytes));
                })
                .when(transport)
                .write(any(ByteBuffer.class));
        return outflow(transport);
    }

    private Outflow outflow(Transport transport) {
        Outflow.Listener listener = mock();
        Outflow outflow = new Outflow(new Http1Codec(Role.CLIENT, Limits.DEFAULT), queue, listener);
        outflow.attach(transport);
        return outflow;
    }

    private static void encode(Outflow outflow, String text) {
        outflow.queue().append(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatOneHasEncodedIsWrittenTogether() {
        Outflow one = outflow("one");
        encode(one, "head, ");
        encode(one, "body");
        assertThat(queue.isEmpty()).isFalse();
        one.flush();
        one.flush();

        assertThat(written).containsExactly("one: head, body");
    }

    @Test
    void whatOneHasEncodedIsWrittenBeforeAnotherEncodes() {
        Outflow one = outflow("one");
        Outflow other = outflow("other");
        encode(one, "1");
        encode(other, "2");
        encode(one, "3");
        other.flush();
        one.flush();

        assertThat(written).containsExactly("one: 1", "other: 2", "one: 3");
    }

    @Test
    void noOtherWritesWhatOneHasEncoded() {
        Outflow one = outflow("one");
        Outflow other = outflow("other");
        encode(one, "1");
        other.flush();
        assertThat(written).isEmpty();

        one.flush();
        assertThat(written).containsExactly("one: 1");
    }

    @Test
    void whatCannotBeWrittenIsDropped() {
        Transport broken = mock();
        doThrow(new IllegalStateException("broken")).when(broken).write(any(ByteBuffer.class));
        Outflow one = outflow(broken);
        Outflow other = outflow("other");
        encode(one, "1");
        assertThatThrownBy(one::flush).hasMessage("broken");

        encode(other, "2");
        other.flush();
        assertThat(written).containsExactly("other: 2");
    }
}
