// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static io.snowloop.server.SocketClient.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A server process that may have 60 file descriptors, and more clients than that. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no ulimit")
class NoDescriptorsIT {
    @TempDir
    Path folder;

    /** What runs in that process. */
    static final class Program {
        public static void main(String[] args) throws IOException {
            Snow app = new Snow()
                    .get("/", request -> Response.text("hello"))
                    .get("/files/{path:path}", StaticFiles.of(Path.of(args[0])));
            System.out.println(app.listen(0).port());
        }
    }

    @Test
    void aFileIs503MeanwhileAndTheServerSaysItOnceAndGoesOn() throws Exception {
        Files.writeString(folder.resolve("snow.txt"), "snow");
        Path log = folder.resolve("log");
        Process server = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 60; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        folder.toString())
                .redirectError(log.toFile())
                .start();
        try (BufferedReader out = server.inputReader()) {
            int port = Integer.parseInt(out.readLine());
            List<Socket> crowd = new ArrayList<>();
            try (SocketClient client = new SocketClient(port)) {
                assertThat(file(client)).isEqualTo(200);
                for (int i = 0; i < 80; i++) {
                    crowd.add(new Socket("127.0.0.1", port));
                }

                int status = file(client);
                while (status == 200) { // the crowd is still being accepted
                    status = file(client);
                }

                assertThat(status).isEqualTo(503);
                assertThat(client.send(GET).answer().body()).isEqualTo("hello");
            } finally {
                for (Socket each : crowd) {
                    each.close();
                }
            }
            try (SocketClient newcomer = new SocketClient(port)) {
                assertThat(newcomer.send(GET).answer().body()).isEqualTo("hello");
            }
        } finally {
            server.destroy();
        }
        assertThat(Files.readString(log)).containsOnlyOnce("cannot accept on");
    }

    private static int file(SocketClient client) throws IOException {
        return client.send("GET /files/snow.txt HTTP/1.1\nHost: a\n\n").answer().status();
    }
}
