// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.samples.redis.RespReader;
import io.snowloop.samples.redis.RespValue;
import io.snowloop.samples.zoo.RawServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Speaks as Redis does, to one client. It answers all commands of a read with one write. */
final class StoreServer extends RawServer {
    private final RespReader reader = new RespReader(1_000);

    @Override
    protected void readable(SelectionKey key, SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(READ_SIZE);
        try {
            if (channel.read(bytes) < 0) {
                channel.close();
                return;
            }
        } catch (IOException e) { // the client has what it wanted
            channel.close();
            return;
        }
        reader.feed(bytes.flip());
        StringBuilder answers = new StringBuilder();
        for (RespValue command = reader.next(); command != null; command = reader.next()) {
            answers.append(answer(String.valueOf(command.items().get(0).text())));
        }
        channel.write(UTF_8.encode(answers.toString()));
    }

    private static String answer(String name) {
        return switch (name) {
            case "HELLO" -> "%1\r\n+proto\r\n:3\r\n";
            case "GET" -> "$4\r\nsnow\r\n";
            default -> "+OK\r\n";
        };
    }
}
