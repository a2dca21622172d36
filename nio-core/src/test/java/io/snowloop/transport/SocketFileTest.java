// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.CapturedLog;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
    @TempDir
    Path directory;

    private final TestLoop test = new TestLoop();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void closingDeletesTheFile() throws IOException {
        Acceptor acceptor = listen(false);
        assertThat(path()).exists();

        acceptor.close();

        assertThat(path()).doesNotExist();
    }

    @Test
    void closingTheLoopDeletesTheFile() throws IOException {
        listen(false);

        test.loop.close();

        assertThat(path()).doesNotExist();
    }

    @Test
    void whatCannotListenLeavesNoFile() {
        test.loop.close();

        assertThatThrownBy(() -> listen(false)).isInstanceOf(IOException.class);

        assertThat(path()).doesNotExist();
    }

    @Test
    void theFileOfAnotherSocketIsLeftAlone() throws IOException {
        Acceptor old = listen(false);
        Files.delete(path());
        listen(false);

        old.close();

        try (SocketChannel client = SocketChannel.open(address())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void aFileThatIsGoneIsNoError() throws IOException {
        Acceptor acceptor = listen(false);
        Files.delete(path());

        acceptor.close();

        assertThat(acceptor.isOpen()).isFalse();
    }

    @Test
    void aStaleFileIsInUseUnlessItMayBeTakenOver() throws IOException {
        leaveStaleFile();
        assertThatThrownBy(() -> listen(false)).isInstanceOf(BindException.class);

        try (CapturedLog log = new CapturedLog(Acceptor.class)) {
            listen(true);
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getMessage())
                            .isEqualTo("deleted " + path() + ", the socket of a server that has ended"));
        }

        try (SocketChannel client = SocketChannel.open(address())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void isNamedByItsPath() throws IOException {
        listen(false);
        assertThat(SocketFile.of(address())).hasToString("SocketFile[" + path() + "]");
    }

    @Test
    void whereNoFileIsThereIsNothingToTakeOver() throws IOException {
        assertThat(listen(true).isOpen()).isTrue();
    }

    @Test
    void theFileOfALiveServerIsNeverTakenOver() throws IOException {
        Acceptor live = listen(false);

        assertThatThrownBy(() -> listen(true))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("a server listens there already")
                .hasMessageContaining(path().toString());

        assertThat(live.isOpen()).isTrue();
        try (SocketChannel client = SocketChannel.open(address())) {
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void aServerWhoseBacklogIsFullIsLive() throws IOException {
        try (ServerSocketChannel busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            busy.bind(address(), 1);
            try (SocketChannel first = client();
                    SocketChannel second = client();
                    SocketChannel third = client()) {
                assertThatThrownBy(() -> listen(true)).hasMessageContaining("a server listens there already");
                assertThat(first.isConnected() && second.isConnected()).isTrue();
                assertThat(third.isConnected()).as("the backlog is full").isFalse();
            }
        }
    }

    @Test
    void aFileThatIsNoSocketIsNeverDeleted() throws IOException {
        Files.writeString(path(), "precious");

        assertThatThrownBy(() -> listen(true)).isInstanceOf(BindException.class).hasMessageContaining("not a socket");

        assertThat(path()).hasContent("precious");
    }

    @Test
    void aLinkToAStaleSocketIsNotFollowed() throws IOException {
        leaveStaleFile();
        Path moved = Files.move(path(), directory.resolve("moved"));
        Files.createSymbolicLink(path(), moved);

        assertThatThrownBy(() -> listen(true)).hasMessageContaining("not a socket");

        assertThat(path()).isSymbolicLink();
        assertThat(moved).exists();
    }

    /** A server that reuses its ports may listen on a file, too. */
    @Test
    void aFileHasNoPortToReuse() throws IOException {
        ListenOptions options = ListenOptions.builder().reusePort(true).build();
        assertThat(Acceptor.listen(test.loop, address(), options, connection -> {})
                        .isOpen())
                .isTrue();
    }

    @Test
    void aSystemWithoutReuseOfPortsSaysSo() throws IOException {
        try (ServerSocketChannel without = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            assertThatThrownBy(() -> Sockets.reusePort(without))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("this system has no SO_REUSEPORT: leave reusePort at false");
        }
    }

    private void leaveStaleFile() throws IOException {
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address()).close();
        assertThat(path()).exists();
    }

    private SocketChannel client() throws IOException {
        SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX);
        client.configureBlocking(false);
        try {
            client.connect(address());
        } catch (SocketException e) {
            assertThat(e).as("the backlog is full").hasMessageContaining("unavailable");
        }
        return client;
    }

    private Path path() {
        return directory.resolve("socket");
    }

    private UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(path());
    }

    private Acceptor listen(boolean takeOver) throws IOException {
        return Acceptor.listen(
                test.loop, address(), ListenOptions.builder().takeOver(takeOver).build(), connection -> {});
    }
}
