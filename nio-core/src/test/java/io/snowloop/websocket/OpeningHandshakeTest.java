// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.Status;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpeningHandshakeTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final Deflate CONTEXT = new Deflate(true, true, 0);
    private static final Deflate NO_CONTEXT = new Deflate(false, false, 0);

    private static OpeningHandshake handshake(Deflate deflate, String... subprotocols) {
        return new OpeningHandshake(List.of(subprotocols), deflate);
    }

    @Test
    void theExampleOfTheRfc() {
        assertThat(OpeningHandshake.accept(KEY)).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(OpeningHandshake.key(new Random(1))).hasSize(24).isNotEqualTo(OpeningHandshake.key(new Random(2)));
    }

    @Test
    void bothEndsAgree() {
        OpeningHandshake client = handshake(CONTEXT, "soap", "chat");
        OpeningHandshake server = handshake(NO_CONTEXT, "superchat", "chat");
        Headers request = client.request(KEY);
        assertThat(OpeningHandshake.isWanted(request)).isTrue();
        Agreement agreement = server.agree(request);
        assertThat(agreement).isEqualTo(new Agreement("chat", NO_CONTEXT));
        Headers answer = server.answer(request, agreement);
        assertThat(answer.get("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(client.check(KEY, answer)).isEqualTo(agreement);
    }

    @Test
    void whatOneEndDoesNotKnowIsNotAgreed() {
        Headers request = handshake(CONTEXT, "a").request(KEY);
        assertThat(handshake(null, "b").agree(request)).isEqualTo(new Agreement(null, null));
        assertThat(handshake(CONTEXT, "b").agree(handshake(null).request(KEY))).isEqualTo(new Agreement(null, null));
    }

    @ParameterizedTest
    @CsvSource({"Upgrade, h2c", "Connection, keep-alive", "Sec-WebSocket-Version, 8", "Sec-WebSocket-Version, '13, 8'"})
    void anythingElseIsNotWanted(String name, String value) {
        assertThat(OpeningHandshake.isWanted(handshake(null).request(KEY).with(name, value)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "abc", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZTEyMw==", "!!!!IHNhbXBsZSBub25jZQ=="})
    void aKeyIsSixteenBytes(String key) {
        Headers request = handshake(null).request(KEY).with("Sec-WebSocket-Key", key);
        if (key.equals("dGhlIHNhbXBsZSBub25jZQ")) { // without padding, which the JDK reads: 16 bytes
            assertThat(handshake(null).agree(request)).isNotNull();
            return;
        }
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> handshake(null).agree(request))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(Status.BAD_REQUEST));
    }

    @Test
    void aKeyComesOnce() {
        Headers request = handshake(null).request(KEY);
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> handshake(null).agree(request.without("Sec-WebSocket-Key")));
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> handshake(null).agree(request.plus("Sec-WebSocket-Key", KEY)));
    }

    /** The server's willingness, the offer, and the answer; none if the offer is declined. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            true  | permessage-deflate                                                     | permessage-deflate
            false | permessage-deflate                                                     | permessage-deflate; server_no_context_takeover; client_no_context_takeover
            true  | permessage-deflate; client_max_window_bits                             | permessage-deflate
            true  | permessage-deflate; client_max_window_bits=10                          | permessage-deflate
            true  | permessage-deflate; server_no_context_takeover                         | permessage-deflate; server_no_context_takeover
            true  | permessage-deflate; client_no_context_takeover                         | permessage-deflate; client_no_context_takeover
            true  | permessage-deflate; server_max_window_bits=15                          | permessage-deflate; server_max_window_bits=15
            true  | permessage-deflate; server_max_window_bits="15"                        | permessage-deflate; server_max_window_bits=15
            true  | permessage-deflate; server_max_window_bits=10                          | none
            true  | permessage-deflate; server_max_window_bits=10, permessage-deflate      | permessage-deflate
            true  | permessage-deflate; server_max_window_bits                             | none
            true  | permessage-deflate; client_max_window_bits=16                          | none
            true  | permessage-deflate; client_max_window_bits=08                          | none
            true  | permessage-deflate; server_no_context_takeover=1                       | none
            true  | permessage-deflate; unknown                                            | none
            true  | x-webkit-deflate-frame, foo; a=b , permessage-deflate                  | permessage-deflate
            """)
    void negotiatesTheCompression(boolean context, String offer, String answer) {
        Headers request = handshake(null).request(KEY).with("Sec-WebSocket-Extensions", offer);
        OpeningHandshake server = handshake(context ? CONTEXT : NO_CONTEXT);
        String field = server.answer(request, server.agree(request)).get("Sec-WebSocket-Extensions");
        assertThat(field == null ? "none" : field).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "a b", "permessage-deflate; a; a", "a; b=\"", "a; =b", "a;", "a, b c", "a; b=\"c d\""})
    void aMalformedListOfExtensionsIsABadRequest(String offers) {
        Headers request = handshake(null).request(KEY).with("Sec-WebSocket-Extensions", offers);
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> handshake(null).agree(request))
                .withMessageContaining("malformed Sec-WebSocket-Extensions");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Upgrade                  | h2c                                                            | Upgrade: websocket
            Connection               | close                                                          | Connection: Upgrade
            Sec-WebSocket-Accept     | s3pPLMBiTxaQ9kYGzzhZRbK+xOO=                                    | Sec-WebSocket-Accept
            Sec-WebSocket-Protocol   | other                                                          | "other"
            Sec-WebSocket-Extensions | other                                                          | other was not offered
            Sec-WebSocket-Extensions | permessage-deflate, permessage-deflate                         | was not offered
            Sec-WebSocket-Extensions | permessage-deflate; client_max_window_bits=10                  | does not fit the offer
            Sec-WebSocket-Extensions | permessage-deflate; server_max_window_bits=7                   | does not fit the offer
            Sec-WebSocket-Extensions | permessage-deflate; other                                      | does not fit the offer
            """)
    void aClientRefusesWhatItHasNotOffered(String name, String value, String message) {
        OpeningHandshake client = handshake(CONTEXT, "chat");
        Headers request = client.request(KEY);
        Headers answer = client.answer(request, new Agreement("chat", null)).with(name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.check(KEY, answer))
                .withMessageContaining(message);
    }

    @Test
    void aClientReadsWhatTheServerLimits() {
        OpeningHandshake client = handshake(CONTEXT);
        Headers answer = client.answer(client.request(KEY), new Agreement(null, null));
        String limited =
                "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10";
        assertThat(client.check(KEY, answer.with("Sec-WebSocket-Extensions", limited))
                        .deflate())
                .isEqualTo(NO_CONTEXT);
        assertThat(client.check(
                                KEY,
                                answer.with(
                                        "Sec-WebSocket-Extensions", "permessage-deflate; server_no_context_takeover"))
                        .deflate())
                .extracting(Deflate::serverKeepsContext, Deflate::clientKeepsContext)
                .containsExactly(false, true);
        assertThatIllegalArgumentException()
                .as("it was asked not to refer back")
                .isThrownBy(() -> handshake(NO_CONTEXT)
                        .check(KEY, answer.with("Sec-WebSocket-Extensions", "permessage-deflate")));
    }

    @Test
    void aSubprotocolIsAToken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> handshake(null, "a b"))
                .withMessageContaining("\"a b\"");
    }

    /** Both when it agrees and when it answers, the server reads all of them: 60 KB took 28 ms of a turn. */
    @Test
    void aLongListOfExtensionsIsABadRequest() {
        OpeningHandshake server = handshake(NO_CONTEXT);
        Headers request = server.request(KEY).without("Sec-WebSocket-Extensions");
        for (int i = 0; i < 4; i++) { // of 512 characters each, with the comma behind it
            request = request.plus("Sec-WebSocket-Extensions", "abc;d=e,".repeat(63) + "abc;d=e");
        }
        assertThat(server.agree(request).deflate()).isNull();
        Headers longer = request.plus("Sec-WebSocket-Extensions", "a");
        assertThatExceptionOfType(HttpException.class)
                .isThrownBy(() -> server.agree(longer))
                .withMessageContaining("Sec-WebSocket-Extensions has more than 2048 characters");
    }
}
