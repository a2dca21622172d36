// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static java.time.Duration.ofMillis;

import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.samples.Jackson;
import io.snowloop.samples.ResourceView;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.SecurityHeaders;
import io.snowloop.server.input.Input;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.WebSocketMessage;
import io.snowloop.websocket.connection.QueueFullException;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;

/** A chat: what one member says, all read; one who comes late reads what was said; one who reads too slowly has to come again. */
// region chat
public final class Chat {
    private static final int LONGEST = 1_000; // bytes of what a member says
    private static final int MOST_KEPT = 64 * 1024; // bytes of what was said
    private static final Duration PAUSE = ofMillis(100); // after what a member says
    private static final Input<String> NAME =
            Input.query("name").that("of at most 40 characters", name -> !name.isBlank() && name.length() <= 40);

    record Said(String from, String text) {}

    record Here(Collection<String> here) {}

    record Came(String came) {}

    record Left(String left) {}

    // One loop serves all members, so these fields need no lock.
    private final Map<WebSocket, String> members = new LinkedHashMap<>();
    private final Deque<WebSocketMessage> history = new ArrayDeque<>();
    private final JsonMapper json;
    private int kept;

    Chat(JsonMapper json) {
        this.json = json;
    }

    public static void main(String... args) throws IOException {
        new Chat(new Jackson(new ObjectMapper())).app().run(args.length == 0 ? 8015 : Integer.parseInt(args[0]));
    }

    Snow app() {
        WebSocketOptions options = WebSocketOptions.builder()
                .limits(MessageLimits.of(LONGEST))
                .maxQueued(4 * MOST_KEPT)
                .build();
        return new Snow()
                .filter(accessLog())
                .filter(SecurityHeaders.builder()
                        .contentSecurityPolicy("default-src 'self'; img-src 'self' data:; frame-ancestors 'none'")
                        .build())
                .get("/", new ResourceView(Chat.class, "chat.html"))
                .get("/chat.css", new ResourceView(Chat.class, "chat.css"))
                .get("/chat.js", new ResourceView(Chat.class, "chat.js"))
                .webSocket("/chat", options, this::join)
                .takes(NAME);
    }

    // region room
    private void join(WebSocket socket, Request request) {
        String name = NAME.read(request);
        socket.send(message(new Here(members.values())));
        history.forEach(socket::send);
        members.put(socket, name);
        tellAll(message(new Came(name)));
        socket.onText(text -> {
            say(new Said(name, text));
            socket.pauseReading(); // TCP makes a member wait that says more
            socket.loop().schedule(PAUSE, socket::resumeReading);
        });
        socket.onClose((code, reason) -> leave(socket)); // also if a ping has had no answer
    }

    private void say(Said said) {
        WebSocketMessage message = message(said);
        history.add(message);
        kept += message.length();
        while (kept > MOST_KEPT) {
            kept -= history.remove().length();
        }
        tellAll(message);
    }

    /** Encoded once: all members get the same bytes, also those who come later. */
    private WebSocketMessage message(Object value) {
        return WebSocketMessage.text(new String(json.write(value), StandardCharsets.UTF_8));
    }

    /** No one waits for a slow member: what it has not read is in its own queue, and with a full one it has to go. */
    private void tellAll(WebSocketMessage message) {
        for (WebSocket member : List.copyOf(members.keySet())) {
            member.send(message).onComplete((sent, error) -> {
                if (error instanceof QueueFullException) {
                    member.close(CloseReason.TRY_AGAIN_LATER, "you read too slowly"); // then onClose tells the others
                }
            });
        }
    }

    private void leave(WebSocket socket) {
        String name = members.remove(socket);
        if (name != null) {
            tellAll(message(new Left(name)));
        }
    }
    // endregion
}
// endregion
