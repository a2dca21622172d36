// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

/**
 * Programs on a simulated network, and what must come of them. The same seed gives the same run.
 *
 * <pre>{@code
 * Scene echo = stage -> {
 *     stage.faults(Faults.NONE.segments(1));
 *     stage.serve("server", new EchoServer());
 *     stage.run("client", host -> {
 *         try (Peer peer = stage.connect("client", "server", 7)) {
 *             peer.send("hello");
 *             peer.expect("hello");
 *         }
 *     });
 * };
 * Scenes.run(echo, 200);
 * }</pre>
 */
@FunctionalInterface
public interface Scene {
    /** Sets hosts, programs, faults and checks. Nothing has run when this returns. */
    void set(Stage stage) throws Exception;
}
