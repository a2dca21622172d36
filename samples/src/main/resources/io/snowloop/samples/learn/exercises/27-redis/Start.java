// SPDX-License-Identifier: Apache-2.0
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** What a server answers: a text, or an error. Both are null if there is no such key. */
record Reply(String text, String error) {}

/** Finds the end of a reply, in whatever pieces it comes. */
class ReplyReader {
    private static final int LINE = 1_000; // the most bytes of one
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    /** Takes bytes up to the end of a reply, and leaves the others. Returns null if the reply is not complete yet. */
    Reply add(ByteBuffer bytes) throws ProtocolException {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            kept.write(next);
            if (next == '\n') {
                return line(take());
            }
            if (kept.size() > LINE) {
                throw new ProtocolException("a line of more than " + LINE + " bytes");
            }
        }
        return null;
    }

    private Reply line(String line) throws ProtocolException {
        // strings
        if (line.matches("[+:].*")) {
            return new Reply(line.substring(1), null);
        }
        if (line.startsWith("-")) {
            return new Reply(null, line.substring(1));
        }
        throw new ProtocolException("not a reply: " + line);
    }

    /** What is kept, without its last two bytes. */
    private String take() throws ProtocolException {
        String text = kept.toString(UTF_8);
        kept.reset();
        if (!text.endsWith("\r\n")) {
            throw new ProtocolException("no \\r\\n behind " + text);
        }
        return text.substring(0, text.length() - 2);
    }
}

/** A connection to Redis, for any number of commands at the same time. */
class RedisClient implements Protocol {
    private final Loop loop;
    private final long limit;
    private final ReplyReader reader = new ReplyReader();
    private Transport transport;

    /** An answer may take as long as the limit, in nanoseconds. */
    RedisClient(Loop loop, long limit) {
        this.loop = loop;
        this.limit = limit;
    }

    /** Sends a command, such as SET and a key and a value. */
    Future<String> call(String... words) {
        Promise<String> answer = new Promise<>(loop);
        transport.write(command(words));
        return Timeout.of(loop, limit, new Future<>(answer, loop), () -> {});
    }

    /** A command is a list of strings. */
    private static ByteBuffer command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append("$" + word.getBytes(UTF_8).length + "\r\n" + word + "\r\n");
        }
        return UTF_8.encode(text.toString());
    }

    void close() {
        transport.close();
    }

    @Override
    public void connected(Transport transport) {
        this.transport = transport;
    }

    @Override
    public void received(ByteBuffer bytes) {
        // replies: to which calls?
    }

    @Override
    public void ended() {
        // what of those that wait?
    }

    @Override
    public void closed(IOException error) {
        // and of those that come later?
    }
}
