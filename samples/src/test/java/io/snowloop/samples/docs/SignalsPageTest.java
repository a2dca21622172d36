// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.client.FetcherOptions;
import io.snowloop.http.Response;
import io.snowloop.loop.BlockingThreads;
import io.snowloop.loop.EventLoop;
import io.snowloop.process.Command;
import io.snowloop.process.Signals;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.SignalHandlers;
import io.snowloop.testing.TestAuthority;
import io.snowloop.tls.Identities;
import io.snowloop.tls.Identity;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.Trust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/signals.md} shows. */
class SignalsPageTest {
    @TempDir
    Path files;

    private final Snow app = new Snow().get("/", request -> Response.text("hello"));

    /** The shell sends this JVM a SIGHUP, which would end it without a callback. */
    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no SIGHUP")
    void certificatesAreReadAgain() throws Exception {
        SignalHandlers.assumeNotIgnored("HUP");
        TestAuthority before = new TestAuthority("Test Authority");
        TestAuthority after = new TestAuthority("Next Authority");
        Path chain = before.issue("127.0.0.1").writeChain(files.resolve("fullchain.pem"));
        Path key = files.resolve("privkey.pem");
        write(before.issue("127.0.0.1"), chain, key);
        Identities identities = Identities.of(() -> Identity.pem(chain, key));
        List<String> log = new ArrayList<>();
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(app)
                        .on(loop)
                        .tls(TlsConfig.server(identities))
                        .listen("127.0.0.1", 0)) {
            // region reload
            Executor threads = BlockingThreads.pool("certificates", 1, 1);
            Signals.on(
                    loop,
                    "SIGHUP",
                    () -> loop.blocking(threads, identities::reload) // reads files, as no loop may
                            .onComplete((allRead, error) -> log.add("certificates were read: " + allRead)));
            // endregion
            assertThat(fetch(loop, server, before)).isEqualTo("hello");
            write(after.issue("127.0.0.1"), chain, key);
            long pid = ProcessHandle.current().pid();
            loop.runUntil(Command.of("sh", "-c", "kill -s HUP " + pid).run(loop));
            loop.runWhile(() -> log.isEmpty());
            assertThat(log).containsExactly("certificates were read: true");
            assertThat(fetch(loop, server, after)).isEqualTo("hello");
        }
    }

    private static void write(TestAuthority.Issued issued, Path chain, Path key) {
        issued.writeChain(chain);
        issued.writeKey(key);
    }

    private static String fetch(EventLoop loop, Server server, TestAuthority trusted) throws Exception {
        TlsConfig tls = TlsConfig.client(Trust.certificates(List.of(trusted.certificate)));
        try (Fetcher fetcher =
                Fetcher.on(loop, FetcherOptions.builder().tls(tls).build())) {
            return loop.runUntil(fetcher.fetch(server.url("/"))).text();
        }
    }
}
