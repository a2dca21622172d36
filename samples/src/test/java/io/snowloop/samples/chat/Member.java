// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import io.snowloop.client.Fetcher;
import io.snowloop.sim.Simulation;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.connection.WebSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member of a chat, on a host of its own in virtual time, and what it has read. */
final class Member {
    final List<String> read = new ArrayList<>();
    final WebSocket socket;

    @Nullable
    CloseReason end;

    private final String name;
    private int words;

    /** Joins. The server is an address, and perhaps a port. */
    Member(Simulation simulation, String server, String host, String name) throws Exception {
        this.name = name;
        Fetcher fetcher = Fetcher.on(simulation.loop(host));
        socket = simulation.runUntil(fetcher.webSocket("ws://" + server + "/chat?name=" + name)
                .map(opened -> opened.onText(read::add).onClose((code, text) -> end = new CloseReason(code, text))));
    }

    /** Says something new: the first is {@code name-1}. */
    void say(String text) {
        send(message(name + "-" + ++words, text));
    }

    static String message(String id, String text) {
        return "{\"id\":\"" + id + "\",\"text\":\"" + text + "\"}";
    }

    void send(String message) {
        socket.loop().execute(() -> socket.send(message));
    }

    /** The messages of members. */
    List<String> said() {
        return read.stream().filter(each -> each.startsWith("{\"from\"")).toList();
    }
}
