// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket.connection;

import io.snowloop.future.Promise;
import io.snowloop.http.HttpException;
import io.snowloop.http.h1.Role;
import io.snowloop.loop.channel.Reactor;
import io.snowloop.websocket.CloseReason;
import io.snowloop.websocket.Event;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an app has registered for the events of a {@link WebSocket}. */
final class SocketEvents {
    @Nullable
    Consumer<? super String> onText;

    @Nullable
    Consumer<? super ByteBuffer> onBinary;

    Consumer<? super ByteBuffer> onPing = bytes -> {};
    Consumer<? super ByteBuffer> onPong = bytes -> {};

    @Nullable
    BiConsumer<? super Integer, ? super String> onClose;

    /** The reason of the end; null before. */
    @Nullable
    CloseReason reason;

    @Nullable
    Promise<CloseReason> closed;

    private boolean told;

    /** Whether the app has said what is to be done with messages. */
    boolean areWanted() {
        return onText != null || onBinary != null;
    }

    /** Returns false if the app takes none of this kind. */
    boolean message(Event message) {
        if (message instanceof Event.Text text && onText != null) {
            onText.accept(text.text());
            return true;
        }
        if (message instanceof Event.Binary binary && onBinary != null) {
            onBinary.accept(binary.bytes());
            return true;
        }
        return false;
    }

    void ping(ByteBuffer bytes) {
        onPing.accept(bytes);
    }

    void pong(ByteBuffer bytes) {
        onPong.accept(bytes);
    }

    /** How the WebSocket ends when the app has thrown. A mistake of a client's, which it could repeat at will, is not reported. */
    CloseReason thrown(Throwable error, Role role, Reactor reactor, WebSocket socket) {
        if (role == Role.SERVER
                && error instanceof HttpException mistake
                && mistake.status().isClientError()) {
            return new CloseReason(CloseReason.POLICY_VIOLATION, String.valueOf(mistake.getMessage()));
        }
        reactor.report(error, socket);
        return CloseReason.of(CloseReason.INTERNAL_ERROR);
    }

    void closed(CloseReason why, Reactor reactor) {
        reason = why;
        reactor.runSafely(this::tellEnd, this);
        if (closed != null) {
            closed.complete(why);
        }
    }

    /** Once: when there are both an end and a handler of it. */
    void tellEnd() {
        CloseReason why = reason;
        BiConsumer<? super Integer, ? super String> handler = onClose;
        if (why != null && handler != null && !told) {
            told = true;
            handler.accept(why.code(), why.text());
        }
    }
}
