// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.testing.TestAuthority;
import io.snowloop.testing.TestLoop;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ServerBuilderTest {
    private static final TestAuthority.Issued ISSUED = new TestAuthority("Test Authority").issue("example.test");

    private final Server.Builder builder = Server.of(request -> Future.completed(Response.text("hello")));

    @Test
    void nullIsRefusedByName() {
        assertRefused("handler", () -> Server.of(null));
        assertRefused("options", () -> builder.options(null));
        assertRefused("tls", () -> builder.tls(null));
        assertRefused("proxies", () -> builder.proxyProtocol(null));
        assertRefused("loop", () -> builder.on(null));
        assertRefused("host", () -> builder.listen(null, 0));
        assertRefused("address", () -> builder.listen((SocketAddress) null));
        assertRefused("address", () -> builder.run((SocketAddress) null));
        assertRefused("more", () -> builder.listen(new InetSocketAddress(0), (SocketAddress[]) null));
    }

    private static void assertRefused(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }

    @Test
    void aServerNeedsALoop() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.loops(0))
                .withMessage("loops must be at least 1, not 0");
    }

    @Test
    void aClientsTlsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tls(TlsConfig.client()))
                .withMessageContaining("tls must be a server's");
    }

    @Test
    void aLoopOfTheCallersServesAlone() {
        try (TestLoop test = new TestLoop()) {
            for (Server.Builder both : List.of(
                    Server.of(request -> null).on(test.loop).loops(2),
                    Server.of(request -> null).loops(2).on(test.loop))) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> both.listen("127.0.0.1", 0))
                        .withMessageStartingWith(
                                "loops(2) starts loops with threads of their own, and on(" + test.loop + ")")
                        .withMessageEndingWith("leave one of the two out");
                assertThatIllegalStateException().isThrownBy(() -> both.run("127.0.0.1", 0));
            }
        }
    }

    @Test
    void allIsSetInOneChain() {
        TlsConfig tls = TlsConfig.server(Identity.of(ISSUED.key(), ISSUED.chain()));
        assertThat(builder.options(ServerOptions.DEFAULT)
                        .tls(tls)
                        .loops(2)
                        .takeOver(true)
                        .reusePort(true))
                .isSameAs(builder);
    }

    @Test
    void aLoopOfTheCallersIsRunAndStaysOpen() throws Exception {
        try (TestLoop test = new TestLoop()) {
            List<String> ran = new ArrayList<>();
            test.loop.execute(() -> {
                ran.add("a task");
                test.loop.stop();
            });
            builder.on(test.loop).loops(1).run("127.0.0.1", 0); // until the loop is stopped
            assertThat(ran).containsExactly("a task");
            assertThat(test.loop.isClosed()).isFalse();
        }
    }
}
