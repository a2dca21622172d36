// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Snowloop;
import io.snowloop.testing.ProjectFolder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lens with a scene of a teacher's folder, in a JVM of its own: the scene is simulated, and the page is served on the real network. */
@Timeout(120)
class ExtraSceneIT {
    @Test
    void theLensServesAPageForTheSceneOfTheExample() throws Exception {
        Process lens = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Snowloop.class.getName(),
                        "lens",
                        "--scene",
                        "lost-count",
                        "--extra",
                        ProjectFolder.ROOT.resolve("samples/teacher").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(lens.getInputStream(), UTF_8))) {
            String line = out.readLine();
            assertThat(line).startsWith("Open http://127.0.0.1:");

            URI page = URI.create(line.split(" ")[1]);
            byte[] html =
                    page.toURL().openConnection(Proxy.NO_PROXY).getInputStream().readAllBytes();

            assertThat(new String(html, UTF_8)).contains("<html");
        } finally {
            lens.destroy();
        }
    }
}
