// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another program that a test talks to. Where it isn't installed, the test is skipped and says so. */
public final class Peer implements AutoCloseable {
    private final Process process;
    private final String url;

    private Peer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** {@code python3 -m http.server} for a folder. */
    public static Peer python(Path folder) throws IOException {
        require("python3");
        Process process = new ProcessBuilder("python3", "-u", "-m", "http.server", "0", "--bind", "127.0.0.1")
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return announced(process, "port (\\d+)");
    }

    /** The bench server, in a JVM of its own. */
    public static Peer benchServer(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.snowloop.samples.Snowloop",
                "bench-server",
                "--port",
                "0"));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return announced(process, "listening on http://127\\.0\\.0\\.1:(\\d+)");
    }

    private static Peer announced(Process process, String pattern) throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = String.valueOf(out.readLine());
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        if (!matcher.find()) {
            process.destroy();
            throw new IOException("the peer said \"" + line + "\" instead of its port");
        }
        return new Peer(process, "http://127.0.0.1:" + matcher.group(1));
    }

    /** nginx for a folder. */
    public static Peer nginx(Path folder, Path scratch) throws Exception {
        require("nginx");
        int port = freePort();
        Path config = Files.writeString(scratch.resolve("nginx.conf"), """
                daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
                events {}
                http {
                    access_log off;
                    client_body_temp_path %1$s; proxy_temp_path %1$s; fastcgi_temp_path %1$s; uwsgi_temp_path %1$s;
                    scgi_temp_path %1$s;
                    server { listen 127.0.0.1:%2$d; root %3$s; }
                }
                """.formatted(scratch, port, folder));
        Process process = new ProcessBuilder("nginx", "-p", scratch.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("nginx.out").toFile())
                .start();
        Peer peer = new Peer(process, "http://127.0.0.1:" + port);
        peer.awaitAnswer();
        return peer;
    }

    /** Skips the test unless this program is on the path. */
    public static void require(String program) {
        boolean found = false;
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            found |= Files.isExecutable(Path.of(folder, program));
        }
        assumeTrue(found, program + " is not on the PATH");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Asks again and again, as nginx doesn't say when it listens. */
    private void awaitAnswer() throws Exception {
        try (Fetcher fetcher = Fetcher.create()) {
            fetcher.runUntil(fetcher.loop().submit(() -> ask(fetcher)).timeout(Duration.ofSeconds(20)));
        }
    }

    private Future<Response> ask(Fetcher fetcher) {
        return fetcher.fetch(Request.get(url("/")))
                .recoverWith(error -> process.isAlive()
                        ? fetcher.loop().sleep(Duration.ofMillis(20)).flatMap(slept -> ask(fetcher))
                        : Future.failed(error));
    }

    public String url(String path) {
        return url + path;
    }

    public int port() {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
