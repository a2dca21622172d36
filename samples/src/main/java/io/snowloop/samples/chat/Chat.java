// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static io.snowloop.server.Health.health;
import static io.snowloop.server.filter.AccessLog.accessLog;
import static java.time.Duration.ofMillis;

import io.snowloop.http.JsonException;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.samples.ResourceView;
import io.snowloop.samples.redis.Redis;
import io.snowloop.server.Snow;
import io.snowloop.server.filter.SecurityHeaders;
import io.snowloop.server.input.Input;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.MessageLimits;
import io.snowloop.websocket.WebSocketMessage;
import io.snowloop.websocket.connection.QueueFullException;
import io.snowloop.websocket.connection.WebSocket;
import io.snowloop.websocket.connection.WebSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A chat: what one member says, all read; one who comes late reads what was said; one who reads too slowly has to come again. */
// region chat
public final class Chat implements Room.Listener {
    private static final int LONGEST = 1_000; // bytes of what a member says
    private static final int MOST_KEPT = 64 * 1024; // bytes of what was said
    private static final int MOST_IDS = 10_000; // of what was said: within so many a message that comes again is known
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    private static final Duration PAUSE = ofMillis(100); // after what a member says
    private static final Input<String> NAME =
            Input.query("name").that("of at most 40 characters", name -> !name.isBlank() && name.length() <= 40);

    /** What a member sends. The id is the member's own, and new: one that says it again, as the connection was lost, says the same id. */
    record Words(@Nullable String id, @Nullable String text) {}

    /** @param id null of a server of an earlier version */
    record Said(String from, @Nullable String id, String text) {}

    /** What the member says was said before, and may have left the history. */
    record Known(String known) {}

    record Here(List<String> here) {}

    record Came(String came) {}

    record Left(String left) {}

    // One loop serves all members, so these fields need no lock.
    private final Set<WebSocket> members = new LinkedHashSet<>();
    private final List<String> here = new ArrayList<>();
    private final Deque<WebSocketMessage> history = new ArrayDeque<>();
    private final Set<String> ids = new LinkedHashSet<>();
    private final JsonMapper json;
    private final Room room;
    private int kept;

    /** A chat at this server, and at all others of the room. */
    Chat(JsonMapper json, Room room) {
        this.json = json;
        this.room = room;
        room.open(this);
    }

    public static void main(String... args) throws Exception {
        ChatCommand.run(args);
    }

    /** The app of one of several servers. Belongs to the loop of {@code redis}. */
    public static Snow sharing(Redis redis, JsonMapper json) {
        return new Chat(json, new RedisRoom(redis, json)).app();
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
                .get("/health", health()) // for a balancer
                .webSocket("/chat", options, this::join)
                .takes(NAME);
    }

    // region room
    private void join(WebSocket socket, Request request) {
        String name = NAME.read(request);
        socket.send(message(new Here(here)));
        history.forEach(socket::send);
        members.add(socket);
        room.came(name);
        socket.onText(text -> {
            say(socket, name, text);
            socket.pauseReading(); // TCP makes a member wait that says more
            socket.loop().schedule(PAUSE, socket::resumeReading);
        });
        socket.onClose((code, reason) -> { // also if a ping has had no answer
            members.remove(socket);
            room.left(name);
        });
    }

    private void say(WebSocket socket, String name, String text) {
        Said said = read(name, text);
        if (said == null) {
            socket.close(CloseReason.POLICY_VIOLATION, "say {\"id\": \"1f0c\", \"text\": \"hello\"}");
        } else if (said.id != null && ids.contains(said.id)) {
            socket.send(message(new Known(said.id)));
        } else {
            room.say(json(said)).onComplete((told, error) -> {
                if (error != null) {
                    socket.close(CloseReason.TRY_AGAIN_LATER, "say it again"); // it may have been said, or not
                }
            });
        }
    }

    private @Nullable Said read(String name, String text) {
        try {
            Words words = json.read(text.getBytes(StandardCharsets.UTF_8), Words.class);
            return words == null
                            || words.text == null
                            || words.id == null
                            || !ID.matcher(words.id).matches()
                    ? null
                    : new Said(name, words.id, words.text);
        } catch (JsonException e) {
            return null;
        }
    }

    @Override
    public void said(String said) {
        String id = json.read(said.getBytes(StandardCharsets.UTF_8), Said.class).id;
        if (id != null && !ids.add(id)) {
            return; // it came again to another server, which had not heard of it
        }
        if (ids.size() > MOST_IDS) {
            ids.remove(ids.iterator().next());
        }
        WebSocketMessage message = WebSocketMessage.text(said);
        history.add(message);
        kept += message.length();
        while (kept > MOST_KEPT) {
            kept -= history.remove().length();
        }
        tellAll(message);
    }

    @Override
    public void came(String name) {
        here.add(name);
        tellAll(message(new Came(name)));
    }

    @Override
    public void left(String name) {
        here.remove(name);
        tellAll(message(new Left(name)));
    }

    private String json(Object value) {
        return new String(json.write(value), StandardCharsets.UTF_8);
    }

    /** Encoded once: all members get the same bytes, also those who come later. */
    private WebSocketMessage message(Object value) {
        return WebSocketMessage.text(json(value));
    }

    /** No one waits for a slow member: what it has not read is in its own queue, and with a full one it has to go. */
    private void tellAll(WebSocketMessage message) {
        for (WebSocket member : List.copyOf(members)) {
            member.send(message).onComplete((sent, error) -> {
                if (error instanceof QueueFullException) {
                    member.close(CloseReason.TRY_AGAIN_LATER, "you read too slowly"); // then onClose tells the others
                }
            });
        }
    }
    // endregion
}
// endregion
