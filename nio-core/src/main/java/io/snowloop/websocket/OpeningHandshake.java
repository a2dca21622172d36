// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake (RFC 6455 §4): a GET with {@code Upgrade: websocket}, and the answer 101. A handshake knows what its end
 * is willing to do; it may be used for any number of connections.
 *
 * <pre>
 * Connection: Upgrade                             Connection: Upgrade
 * Upgrade: websocket                              Upgrade: websocket
 * Sec-WebSocket-Version: 13
 * Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==     Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=
 * Sec-WebSocket-Protocol: chat, superchat         Sec-WebSocket-Protocol: chat
 * Sec-WebSocket-Extensions: permessage-deflate    Sec-WebSocket-Extensions: permessage-deflate
 * </pre>
 *
 * <p>On a stream of HTTP/2 it is an extended CONNECT, and the answer 200 (RFC 8441 §5). The last two fields and the version are the
 * same; there is no key, because no old server can take the request for an ordinary one.
 */
public final class OpeningHandshake {
    /** The version of the protocol, the only one there is. */
    public static final String VERSION = "13";

    private static final String ACCEPT = "Sec-WebSocket-Accept";
    private static final String KEY = "Sec-WebSocket-Key";
    private static final String PROTOCOL = "Sec-WebSocket-Protocol";
    private static final String WEBSOCKET = "websocket";

    /** Proves that the server has not taken the request for an ordinary one (§1.3). */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private static final int KEY_LENGTH = 16;

    private final List<String> subprotocols;
    private final @Nullable Deflate deflate;

    /**
     * A handshake of one end.
     * @param subprotocols that this end speaks; the one it likes best comes first
     * @param deflate how this end is willing to compress; null for no compression
     * @throws IllegalArgumentException if a subprotocol is no token
     */
    public OpeningHandshake(List<String> subprotocols, @Nullable Deflate deflate) {
        this.subprotocols = List.copyOf(requireNonNull(subprotocols, "subprotocols"));
        this.deflate = deflate;
        for (String each : this.subprotocols) {
            if (!Grammar.isToken(each)) {
                throw new IllegalArgumentException("a subprotocol is a token, not " + Printable.quote(each));
            }
        }
    }

    // ---------------------------------------------------------------------------------------------------- the client

    /**
     * {@return a new key: 16 random bytes in Base64} Each connection has its own.
     * @param random of any quality: the key is no secret
     */
    public static String key(RandomGenerator random) {
        byte[] key = new byte[KEY_LENGTH];
        requireNonNull(random, "random").nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /**
     * {@return the fields that a request of an opening handshake has}
     * @param key of {@link #key}
     */
    public Headers request(String key) {
        requireNonNull(key, "key");
        Headers.Builder fields = Headers.builder()
                .add("Connection", "Upgrade")
                .add("Upgrade", WEBSOCKET)
                .add("Sec-WebSocket-Version", VERSION)
                .add(KEY, key);
        if (!subprotocols.isEmpty()) {
            fields.add(PROTOCOL, String.join(", ", subprotocols));
        }
        if (deflate != null) {
            fields.add(Extension.FIELD, DeflateNegotiation.offer(deflate));
        }
        return fields.build();
    }

    /**
     * {@return what the server has agreed to}
     * @param key of the request
     * @param answer the fields of the 101
     * @throws IllegalArgumentException if it is no answer to the request (§4.1, page 19): the message says why
     */
    public Agreement check(String key, Headers answer) {
        requireNonNull(key, "key");
        requireNonNull(answer, "answer");
        require(isUpgrade(answer), "it has no Upgrade: websocket and Connection: Upgrade");
        require(accept(key).equals(answer.get(ACCEPT)), "its " + ACCEPT + " does not fit the key");
        return checkOnStream(answer);
    }

    /**
     * {@return what the server has agreed to, on a stream of HTTP/2}
     * @param answer the fields of the 200
     * @throws IllegalArgumentException if it is no answer to the request: the message says why
     */
    public Agreement checkOnStream(Headers answer) {
        String chosen = requireNonNull(answer, "answer").get(PROTOCOL);
        require(
                chosen == null || (subprotocols.contains(chosen) && answer.count(PROTOCOL) == 1),
                "its " + PROTOCOL + " was not offered: " + Printable.quote(String.valueOf(chosen)));
        Deflate agreed = null;
        for (Extension each : Extension.parse(answer.all(Extension.FIELD))) {
            require(
                    deflate != null && agreed == null && DeflateNegotiation.isNameOf(each),
                    "its extension " + each.name() + " was not offered");
            agreed = DeflateNegotiation.agreed(each, requireNonNull(deflate));
        }
        return new Agreement(chosen, agreed);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("the answer is none to a WebSocket: " + message);
        }
    }

    // ---------------------------------------------------------------------------------------------------- the server

    /**
     * {@return whether a request wants to begin a WebSocket of this version} If not, the answer is 426, with {@code Upgrade} and
     * {@code Sec-WebSocket-Version}.
     *
     * @param request its fields
     */
    public static boolean isWanted(Headers request) {
        return isUpgrade(requireNonNull(request, "request")) && VERSION.equals(request.get("Sec-WebSocket-Version"));
    }

    private static boolean isUpgrade(Headers headers) {
        return headers.hasToken("Upgrade", WEBSOCKET) && headers.hasToken("Connection", "upgrade");
    }

    /**
     * {@return what the server agrees to: the first of its subprotocols that the client offers, and the first compression that
     * it can do}
     * @param request its fields
     * @throws HttpException with 400 if the request is malformed (§4.2.1)
     */
    public Agreement agree(Headers request) {
        String key = requireNonNull(request, "request").get(KEY);
        if (key == null || request.count(KEY) != 1 || !isKey(key)) {
            throw new HttpException(Status.BAD_REQUEST, KEY + " must be 16 bytes in Base64, once");
        }
        return agreeOnStream(request);
    }

    /**
     * {@return what the server agrees to on a stream of HTTP/2, where a request has no key}
     * @param request its fields
     * @throws HttpException with 400 if the request is malformed
     */
    public Agreement agreeOnStream(Headers request) {
        requireNonNull(request, "request");
        List<String> offered = new ArrayList<>();
        for (String each : String.join(",", request.all(PROTOCOL)).split(",")) {
            offered.add(each.strip());
        }
        String chosen =
                subprotocols.stream().filter(offered::contains).findFirst().orElse(null);
        DeflateNegotiation.Answer answer = deflate(request);
        return new Agreement(chosen, answer == null ? null : answer.deflate());
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_LENGTH;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private DeflateNegotiation.@Nullable Answer deflate(Headers request) {
        try {
            List<Extension> offers = Extension.parse(request.all(Extension.FIELD));
            return deflate == null ? null : DeflateNegotiation.accept(offers, deflate);
        } catch (IllegalArgumentException e) {
            throw new HttpException(Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@return the fields of the answer 101} Without a key in the request, there is no proof that it was read.
     * @param request the fields of the request
     * @param agreement of {@link #agree}
     */
    public Headers answer(Headers request, Agreement agreement) {
        requireNonNull(request, "request");
        requireNonNull(agreement, "agreement");
        Headers.Builder fields = Headers.builder().add("Connection", "Upgrade").add("Upgrade", WEBSOCKET);
        String key = request.get(KEY);
        if (key != null) {
            fields.add(ACCEPT, accept(key));
        }
        if (agreement.subprotocol() != null) {
            fields.add(PROTOCOL, agreement.subprotocol());
        }
        DeflateNegotiation.Answer answer = deflate(request);
        if (answer != null) {
            fields.add(Extension.FIELD, answer.field());
        }
        return fields.build();
    }

    /** The proof that a server has read this key (§4.2.2). */
    static String accept(String key) {
        try {
            // SHA-1 is what the RFC wants. It protects nothing here: the key is no secret.
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return Base64.getEncoder().encodeToString(sha1.digest((key + GUID).getBytes(ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
