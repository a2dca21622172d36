// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code fetch} as a process that is told to end, as by Ctrl-C, in the middle of a download. */
@DisabledOnOs(OS.WINDOWS)
class InterruptIT {
    private static final int SIGTERM = 15;

    @TempDir
    private Path folder;

    @Test
    void noPartOfAFileIsLeft() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "good");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                WatchService changes = folder.getFileSystem().newWatchService()) {
            folder.register(changes, StandardWatchEventKinds.ENTRY_CREATE);
            Process fetch = fetch("http://127.0.0.1:" + listener.getLocalPort() + "/", file);
            try (Socket socket = listener.accept()) {
                answerHalf(socket);
                changes.take(); // the part is there
                assertThat(folder.toFile().list()).hasSize(2);
                fetch.destroy();

                assertThat(fetch.waitFor()).isEqualTo(128 + SIGTERM);
            }
        }
        assertThat(folder.toFile().list()).containsExactly("file");
        assertThat(file).hasContent("good");
    }

    private static Process fetch(String url, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.snowloop.samples.Snowloop",
                        "fetch",
                        "--output",
                        file.toString(),
                        url)
                .inheritIO()
                .start();
    }

    private static void answerHalf(Socket socket) throws IOException {
        socket.getInputStream().read(new byte[4_096]);
        socket.getOutputStream()
                .write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhal".getBytes(StandardCharsets.US_ASCII));
    }
}
