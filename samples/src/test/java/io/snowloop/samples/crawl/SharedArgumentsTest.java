// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.CommandRun;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code crawl --shared} says of arguments that are wrong, and where there is no Redis. */
class SharedArgumentsTest {
    @TempDir
    private Path folder;

    private static String refused(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        return run.err().replaceAll("\\s+", " ");
    }

    @Test
    void withoutRedisItSaysInALineHowToHaveOne() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }

        CommandRun run = CommandRun.of("crawl", "--shared", "redis://ada:se.cret@127.0.0.1:" + port);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().strip())
                .isEqualToNormalizingWhitespace("snowloop: no Redis at redis://127.0.0.1:" + port
                        + "/0: install redis-server (Debian), or: docker run -p 6379:6379 redis");
    }

    @Test
    void aBadUrlOfRedisIsRefusedAndNotShown() {
        assertThat(refused("crawl", "--shared", "http://ada:se.cret@127.0.0.1"))
                .contains("'--shared'", "use redis://host:port/database")
                .doesNotContain("se.cret");
        assertThat(refused("crawl", "--shared", "redis://ada:se.cret@127.0.0.1:x y"))
                .contains("use redis://host:port/database")
                .doesNotContain("se.cret");
        assertThat(refused("crawl", "--shared", "redis://:se.cret@127.0.0.1/docs"))
                .contains("such as /0: /docs")
                .doesNotContain("se.cret");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        String redis = "redis://127.0.0.1:1";
        String other = "--state, --continue and --compare do not go with it";

        assertThat(refused("crawl", "--shared", redis, "--state", folder.toString()))
                .contains(other);
        assertThat(refused("crawl", "--shared", redis, "--compare")).contains(other);
        assertThat(refused("crawl", "--lens", "--shared", redis)).contains("--lens has no report");
        assertThat(refused("crawl", "--workers", "2")).contains("add --shared redis://HOST");
        assertThat(refused("crawl", "--output", "pages")).contains("add --shared redis://HOST");
        assertThat(refused("crawl", "--shared", redis, "--name", "{x}")).contains("'{x}' is not a name");
        assertThat(refused("crawl", "--shared", redis, "--workers", "0")).contains("'0' is not a whole number");
        assertThat(refused("crawl", "--shared", redis, "--output", folder.toString()))
                .contains("is no file in a folder that is there");
        assertThat(refused(
                        "crawl",
                        "--shared",
                        redis,
                        "--output",
                        folder.resolve("none/pages").toString()))
                .contains("is no file in a folder that is there");
    }
}
