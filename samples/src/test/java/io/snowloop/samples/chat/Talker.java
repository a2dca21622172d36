// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static java.time.Duration.ofMillis;

import io.snowloop.client.Fetcher;
import io.snowloop.loop.EventLoop;
import io.snowloop.websocket.connection.WebSocket;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A member of the chat who comes again when the connection ends, and loses no word. It does what the script of the page does: a WebSocket
 * acknowledges nothing, so when it is back it says again what it has not read by then, with the same ids.
 */
public final class Talker {
    /** Each {@code name-number} that was read, in the order in which it was read first. */
    public final Set<String> read = new LinkedHashSet<>();

    /** What it has said, and not read yet, in its order. */
    public final Set<String> unread = new LinkedHashSet<>();

    /** What it has read twice on the same connection: it was said twice. */
    public final List<String> twice = new ArrayList<>();

    private final EventLoop loop;
    private final Fetcher fetcher;
    private final Supplier<String> url;
    private final String name;
    private final Set<String> readHere = new LinkedHashSet<>();
    private @Nullable WebSocket socket;
    private int said;
    private int came;

    /** Comes at once. */
    public Talker(EventLoop loop, Fetcher fetcher, Supplier<String> url, String name) {
        this.loop = loop;
        this.fetcher = fetcher;
        this.url = url;
        this.name = name;
        connect();
    }

    /** How often it has come. */
    public int came() {
        return came;
    }

    private void connect() {
        readHere.clear();
        fetcher.webSocket(url.get() + "/chat?name=" + name).onComplete((open, error) -> {
            if (open == null) {
                again();
            } else {
                open.onText(text -> read(open, text));
                open.onClose((code, reason) -> again());
            }
        });
    }

    private void again() {
        socket = null;
        loop.schedule(ofMillis(400), this::connect); // longer than between two words
    }

    private void read(WebSocket open, String text) {
        if (text.equals("{\"came\":\"" + name + "\"}")) { // the history has come before
            came++;
            socket = open;
            unread.forEach(this::send);
        } else if (text.startsWith("{\"from\"")) {
            String word = lastString(text);
            read.add(word);
            unread.remove(word);
            if (!readHere.add(word)) {
                twice.add(word);
            }
        } else if (text.startsWith("{\"known\"")) {
            unread.remove(lastString(text));
        }
    }

    private static String lastString(String json) {
        return json.substring(json.lastIndexOf(':') + 2, json.length() - 2);
    }

    /** Says the next word: now, or when it is back. */
    public void say() {
        String word = name + "-" + String.format("%04d", said++);
        unread.add(word);
        send(word);
    }

    private void send(String word) {
        if (socket != null) {
            socket.send("{\"id\":\"" + word + "\",\"text\":\"" + word + "\"}");
        }
    }
}
