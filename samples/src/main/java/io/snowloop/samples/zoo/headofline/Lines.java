// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.headofline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.future.Future;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The server's end of a connection: a line is a question, and an answer is a line. */
final class Lines implements Protocol {
    private final Service service;
    private final Function<String, Future<String>> backEnd;
    private @Nullable Transport transport;
    private String begun = "";

    Lines(Service service, Function<String, Future<String>> backEnd) {
        this.service = service;
        this.backEnd = backEnd;
    }

    @Override
    public void connected(Transport client) {
        transport = client;
    }

    @Override
    public void received(ByteBuffer bytes) {
        String text = begun + UTF_8.decode(bytes);
        int end = text.lastIndexOf('\n') + 1;
        begun = text.substring(end);
        text.substring(0, end).lines().forEach(line -> service.asked(line, backEnd, this::send));
    }

    private void send(String answer) {
        if (transport != null) {
            transport.write(UTF_8.encode(answer + "\n"));
        }
    }

    @Override
    public void ended() {
        if (transport != null) {
            transport.close();
        }
    }

    @Override
    public void closed(@Nullable Throwable cause) {}
}
