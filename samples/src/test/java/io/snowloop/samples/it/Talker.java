// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static java.time.Duration.ofMillis;

import io.snowloop.websocket.connection.WebSocket;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member of the chat who comes again when the connection ends, and loses no word: a WebSocket acknowledges nothing, so it says again what it has not
 * read by then. All words have a number, so that those which come twice are known.
 */
final class Talker {
    /** Each {@code name-number} that was read, in the order in which it was read first. */
    final Set<String> read = new LinkedHashSet<>();

    /** What it has said, and not read yet, in its order. */
    final Set<String> unread = new LinkedHashSet<>();

    private final Visitor visitor;
    private final String url;
    private final String name;
    private @Nullable WebSocket socket;
    private int said;

    /** How often it has come. */
    int came;

    /** Whether it says no more. */
    boolean stopped;

    Talker(Visitor visitor, PeerContainer proxy, String name) {
        this.visitor = visitor;
        this.url = proxy.url("/chat?name=" + name).replace("http:", "ws:");
        this.name = name;
        connect();
    }

    private void connect() {
        visitor.fetcher.webSocket(url).onComplete((open, error) -> {
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
        visitor.loop.schedule(ofMillis(400), this::connect); // longer than between two words
    }

    private void read(WebSocket open, String text) {
        if (text.equals("{\"came\":\"" + name + "\"}")) { // the history has come before
            came++;
            socket = open;
            unread.forEach(open::send);
        } else if (text.startsWith("{\"from\"")) {
            String word = text.substring(text.lastIndexOf(':') + 2, text.length() - 2);
            read.add(word);
            unread.remove(word);
        }
    }

    /** Says the next word: now, or when it is back. */
    void say() {
        if (stopped) {
            return;
        }
        String word = name + "-" + String.format("%04d", said++);
        unread.add(word);
        if (socket != null) {
            socket.send(word);
        }
    }
}
