// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Response;
import io.snowloop.samples.CommandRun;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Container;

/** The same server has two addresses, one for each program. So the cookies are set for a domain that the test puts into the file. */
@NeedsDocker
@DisplayName("A cookie file goes from")
@Tag("oldest")
class CookieFilesIT {
    private static final String FILE = "/tmp/cookies";

    /** Of each kind: for the session, until a time, for a path, and not for scripts. */
    private static final String[] COOKIES = {
        "session=s1",
        "lasting=l1; Max-Age=86400",
        "deep=d1; Path=/deep/er",
        "hidden=h1; HttpOnly; Expires=Fri, 01 Jan 2100 00:00:00 GMT"
    };

    @Container
    private static final PeerContainer SHELL = PeerContainer.shell();

    @TempDir
    private Path folder;

    private Server server;

    @BeforeEach
    void serve() throws IOException {
        Snow app = new Snow()
                .get("/set", request -> {
                    Response response = Response.text("set");
                    for (String cookie : COOKIES) {
                        response = response.plusHeader("Set-Cookie", cookie);
                    }
                    return response;
                })
                .get("/deep/er", request -> Response.text(String.valueOf(request.header("Cookie"))));
        server = Server.of(app).listen("0.0.0.0", 0); // a container cannot reach 127.0.0.1
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static String[] sent(String field) {
        return field.split("; ");
    }

    @Test
    @DisplayName("curl to fetch")
    void fromCurl() throws IOException {
        String url = "http://" + PeerContainer.HOST + ":" + server.port() + "/set";
        SHELL.run("curl", "--silent", "--show-error", "--cookie-jar", FILE, url);
        Path file = folder.resolve("cookies");
        Files.writeString(file, SHELL.run("cat", FILE).replace(PeerContainer.HOST, "127.0.0.1"));

        CommandRun run = CommandRun.of("fetch", "-b", file.toString(), server.url("/deep/er"));

        assertThat(run.err()).isEmpty();
        assertThat(sent(run.out())).containsExactlyInAnyOrder("session=s1", "lasting=l1", "deep=d1", "hidden=h1");
    }

    @Test
    @DisplayName("fetch to curl")
    void fromFetch() throws IOException {
        Path file = folder.resolve("cookies");
        CommandRun run = CommandRun.of("fetch", "-c", file.toString(), server.url("/set"));
        assertThat(run.err()).isEmpty();
        String cookies = Files.readString(file).replace("127.0.0.1", PeerContainer.HOST);
        SHELL.copyFileToContainer(Transferable.of(cookies.getBytes(StandardCharsets.UTF_8)), FILE);

        String url = "http://" + PeerContainer.HOST + ":" + server.port() + "/deep/er";
        String field = SHELL.run("curl", "--silent", "--show-error", "--cookie", FILE, url);

        assertThat(sent(field)).containsExactlyInAnyOrder("session=s1", "lasting=l1", "deep=d1", "hidden=h1");
    }
}
