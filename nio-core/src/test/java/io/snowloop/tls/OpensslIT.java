// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopGroup;
import io.snowloop.testing.Installed;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.transport.Acceptor;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.SocketTransport;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections with another implementation of TLS: {@code openssl s_client} and {@code openssl s_server}. */
class OpensslIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private EventLoopGroup loops;
    private EventLoop loop;

    @BeforeAll
    static void requireOpenssl() {
        assumeTrue(Installed.isThere("openssl", "version"), "openssl is not installed");
    }

    @BeforeEach
    void start() throws IOException {
        loops = EventLoopGroup.start(1);
        loop = loops.loops().get(0);
        TlsFixtures.AUTHORITY.write(folder.resolve("ca.pem"));
        TlsFixtures.SERVER.writeChain(folder.resolve("server.pem"));
        TlsFixtures.SERVER.writeKey(folder.resolve("server.key"));
        TlsFixtures.CLIENT.writeChain(folder.resolve("client.pem"));
        TlsFixtures.CLIENT.writeKey(folder.resolve("client.key"));
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        loops.close();
    }

    // ------------------------------------------------------------------------------------------ openssl as a client

    private int listen(TlsConfig config, Supplier<Protocol> protocols) throws Exception {
        return loop.submit(() -> {
                    try {
                        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
                        Acceptor acceptor = Acceptor.listen(loop, any, 10, channel -> {
                            try {
                                TlsLayer layer = TlsLayer.server(loop, config, WaterMarks.DEFAULT, protocols.get());
                                SocketTransport.open(loop, channel, layer.protocol(), WaterMarks.DEFAULT);
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        });
                        return Future.completed(((InetSocketAddress) acceptor.address()).getPort());
                    } catch (IOException e) {
                        return Future.failed(e);
                    }
                })
                .await(LIMIT);
    }

    private Process openssl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        return process;
    }

    /** Answers each line with the line in capitals; a line {@code bye} ends the connection. */
    private static final class Shouter extends RecordingProtocol {
        @Override
        protected void onReceived(byte[] piece) {
            String text = new String(piece, StandardCharsets.US_ASCII);
            write("<" + text.strip().toUpperCase(java.util.Locale.ROOT) + ">\n");
            if (text.contains("bye")) {
                transport.close();
            }
        }

        @Override
        protected void onEnded() {
            transport.close();
        }
    }

    private static String readUntil(Process process, String wanted) throws IOException {
        InputStream in = process.getInputStream();
        StringBuilder read = new StringBuilder();
        for (int b = in.read(); b >= 0; b = in.read()) {
            read.append((char) b);
            if (read.indexOf(wanted) >= 0) {
                return read.toString();
            }
        }
        throw new AssertionError("no \"" + wanted + "\" in what openssl said:\n" + read);
    }

    private static void type(Process process, String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().flush();
    }

    @ParameterizedTest
    @CsvSource({"-tls1_3, TLSv1.3", "-tls1_2, TLSv1.2"})
    void aClient(String option, String protocol) throws Exception {
        int port = listen(TlsFixtures.server(), Shouter::new);
        Process client = openssl(
                "s_client",
                option,
                "-connect",
                "127.0.0.1:" + port,
                "-CAfile",
                "ca.pem",
                "-servername",
                "example.test",
                "-verify_hostname",
                "example.test",
                "-verify_return_error",
                "-alpn",
                "http/1.1");
        type(client, "hello");
        String greeting = readUntil(client, "<HELLO>");
        type(client, "bye");
        String rest =
                readUntil(client, "<BYE>") + new String(client.getInputStream().readAllBytes());

        assertThat(greeting)
                .contains("Verification: OK")
                .contains("ALPN protocol: http/1.1")
                .containsPattern("New, " + protocol.replace(".", "\\."));
        assertThat(rest).as("a close_notify").contains("closed").doesNotContain("unexpected eof");
        assertThat(client.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aClientThatIsTooOld() throws Exception {
        int port = listen(TlsFixtures.server(), Shouter::new);
        Process client = openssl("s_client", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-connect", "127.0.0.1:" + port);

        assertThat(new String(client.getInputStream().readAllBytes())).contains("alert");
    }

    @Test
    void aClientThatWantsToRenegotiate() throws Exception {
        int port = listen(TlsFixtures.server(), Shouter::new);
        Process client = openssl("s_client", "-tls1_2", "-connect", "127.0.0.1:" + port, "-CAfile", "ca.pem");
        type(client, "hello");
        readUntil(client, "<HELLO>");
        type(client, "R");

        assertThat(readUntil(client, "alert unexpected message")).contains("RENEGOTIATING");
    }

    @Test
    void aClientThatChangesItsKeys() throws Exception {
        int port = listen(TlsFixtures.server(), Shouter::new);
        Process client = openssl("s_client", "-tls1_3", "-connect", "127.0.0.1:" + port, "-CAfile", "ca.pem");
        type(client, "hello");
        readUntil(client, "<HELLO>");
        type(client, "K"); // a KeyUpdate that requests a KeyUpdate from us (RFC 8446 §4.6.3)
        readUntil(client, "KEYUPDATE");
        type(client, "again");
        readUntil(client, "<AGAIN>");
        type(client, "bye");

        readUntil(client, "<BYE>");
    }

    @Test
    void aClientWithACertificate() throws Exception {
        int port = listen(
                TlsConfig.server(TlsFixtures.identity(TlsFixtures.SERVER), TlsFixtures.trust(TlsFixtures.AUTHORITY)),
                Shouter::new);
        Process client = openssl(
                "s_client",
                "-connect",
                "127.0.0.1:" + port,
                "-CAfile",
                "ca.pem",
                "-cert",
                "client.pem",
                "-key",
                "client.key");
        type(client, "hello");
        readUntil(client, "<HELLO>");
        Process anonymous = openssl("s_client", "-connect", "127.0.0.1:" + port, "-CAfile", "ca.pem");

        assertThat(new String(anonymous.getInputStream().readAllBytes())).contains("alert");
    }

    // ------------------------------------------------------------------------------------------ openssl as a server

    private int startServer(String... arguments) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> all = new ArrayList<>(List.of(
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-cert",
                "server.pem",
                "-key",
                "server.key",
                "-CAfile",
                "ca.pem",
                "-naccept",
                "1"));
        all.addAll(List.of(arguments));
        readUntil(openssl(all.toArray(String[]::new)), "ACCEPT");
        return port;
    }

    private Transport connect(int port, TlsConfig config, Protocol protocol) throws Exception {
        return connect(port, TlsLayer.client(loop, config, "example.test", port, WaterMarks.DEFAULT, protocol));
    }

    private Transport connect(int port, TlsLayer layer) throws Exception {
        return loop.submit(() -> layer.connect(Connector.DEFAULT, new InetSocketAddress("127.0.0.1", port), LIMIT))
                .await(LIMIT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_3", "-tls1_2"})
    void aServer(String option) throws Exception {
        int port = startServer(option, "-rev", "-alpn", "http/1.1"); // answers each line reversed
        Promise<String> answer = loop.newPromise();
        RecordingProtocol client = new RecordingProtocol() {
            @Override
            protected void onConnected() {
                write("drawer\n");
            }

            @Override
            protected void onReceived(byte[] piece) {
                if (text().endsWith("\n")) {
                    transport.close();
                }
            }

            @Override
            protected void onClosed() {
                answer.complete(text());
            }
        };
        TlsLayer layer = TlsLayer.client(loop, TlsFixtures.client(), "example.test", port, WaterMarks.DEFAULT, client);
        connect(port, layer);

        assertThat(answer.await(LIMIT)).isEqualTo("reward\n");
        assertThat(layer.session().protocol()).isEqualTo(option.equals("-tls1_3") ? "TLSv1.3" : "TLSv1.2");
        assertThat(client.violations).isEmpty();
    }

    @Test
    void aServerThatAsksForACertificate() throws Exception {
        int port = startServer("-Verify", "2", "-verify_return_error");
        TlsConfig config =
                TlsConfig.client(TlsFixtures.trust(TlsFixtures.AUTHORITY), TlsFixtures.identity(TlsFixtures.CLIENT));

        Transport transport = connect(port, config, new RecordingProtocol());

        assertThat(transport.toString()).contains("example.test");
    }

    @Test
    void aServerThatSharesNoApplicationProtocol() throws Exception {
        int port = startServer("-alpn", "h2");
        try {
            connect(port, TlsFixtures.client(), new RecordingProtocol());
            throw new AssertionError("connected");
        } catch (ExecutionException e) {
            assertThat(e.getCause()).hasMessageContaining("no_application_protocol");
        }
    }

    @Test
    void aServerThatDies() throws Exception {
        int port = startServer();
        Promise<Throwable> closed = loop.newPromise();
        connect(port, TlsFixtures.client(), new RecordingProtocol() {
            @Override
            protected void onClosed() {
                closed.complete(cause);
            }
        });
        processes.forEach(Process::destroyForcibly);

        assertThat(closed.await(LIMIT))
                .as("the kernel ends the stream without a close_notify, or resets it if the process left bytes unread")
                .isInstanceOfAny(TlsTruncationException.class, SocketException.class);
    }
}
