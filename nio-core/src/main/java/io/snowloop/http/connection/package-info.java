/**
 * Where the codec meets the socket: what the two ends of an HTTP/1.1 connection have in common.
 *
 * <p>{@link io.snowloop.http.connection.HttpConnection} is the protocol under the server's connection and the client's:
 * it takes events from the codec, makes messages of them, and stops reading while nobody wants a body's next piece.
 * {@code BodyPump} is its other direction: it takes the pieces of a body from whoever makes them, as the socket has
 * room.
 */
@NullMarked
package io.snowloop.http.connection;

import org.jspecify.annotations.NullMarked;
