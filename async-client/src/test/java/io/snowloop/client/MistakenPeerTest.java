// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.h1.RemoteProtocolException;
import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What the message says if the settings are wrong")
class MistakenPeerTest {
    @ParameterizedTest
    @ValueSource(chars = {40, 70}) // handshake_failure, protocol_version
    void thePortSpeaksTls(char alert) {
        try (Scene scene = new Scene()) {
            Future<Response> response = scene.get();
            scene.peer().sendExactly("\u0015\u0003\u0003\0\u0002\u0002" + alert);

            assertThat(Scene.error(response))
                    .isInstanceOf(RemoteProtocolException.class)
                    .hasMessageContaining("speaks TLS (https)");
        }
    }

    @Test
    void theServerSpeaksAnOlderVersion() {
        FetcherOptions options =
                FetcherOptions.builder().httpVersion(HttpVersionPolicy.HTTP_2).build();
        try (Scene scene = new Scene(options)) {
            Future<Response> response = scene.get();
            scene.peer().send("HTTP/1.1 400 Bad Request\n\n");

            assertThat(Scene.error(response))
                    .isInstanceOf(RemoteProtocolException.class)
                    .hasMessageContaining("it speaks HTTP/1.1, and not HTTP/2");
        }
    }

    @Test
    void theProxyIsNotThere() {
        FetcherOptions options =
                FetcherOptions.builder().proxies(Proxy.of("http://10.0.0.1:9")).build();
        for (String scheme : new String[] {"http", "https"}) {
            try (Scene scene = new Scene(options)) {
                Future<Response> response = scene.fetch(Request.get(scheme + "://a.test/"));

                assertThat(Scene.error(response))
                        .isInstanceOf(ConnectException.class)
                        .hasMessageStartingWith("the proxy http://10.0.0.1:9 cannot be reached: ");
            }
        }
    }

    @Test
    void theRequestWasNeverSent() {
        Timeouts hasty = Timeouts.builder().total(Duration.ofSeconds(2)).build();
        FetcherOptions options =
                FetcherOptions.builder().maxPerOrigin(1).timeouts(hasty).build();
        try (Scene scene = new Scene(options)) {
            Future<Response> silent = scene.get();
            Future<Response> waits = scene.get();
            scene.pass(Duration.ofSeconds(2));

            assertThat(Scene.error(silent)).hasMessage("not complete within 2000 ms: GET http://10.0.0.1/");
            assertThat(Scene.error(waits)).hasMessageContaining("in which no connection was free for it");
        }
    }
}
