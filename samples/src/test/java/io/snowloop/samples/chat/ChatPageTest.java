// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.samples.Node;
import io.snowloop.testing.ProjectFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script of the page, with a server and a document that are a few lines of a test: what it sends again, and what not. */
class ChatPageTest {
    private static final Path PAGE =
            ProjectFolder.ROOT.resolve("samples/src/test/resources/io/snowloop/samples/chat/page.mjs");
    private static final Path SCRIPT =
            ProjectFolder.ROOT.resolve("samples/src/main/resources/io/snowloop/samples/chat/chat.js");

    private static final String CONNECTS = "connects ws://10.0.0.1/chat?name=Holle";
    private static final String HERE = "read:{\"here\":[]}";
    private static final String CAME = "read:{\"came\":\"Holle\"}";

    @TempDir
    private Path folder;

    /** What the page does in these steps. */
    private List<String> page(String... steps) throws Exception {
        List<String> command = Node.command(PAGE.toString());
        command.add(SCRIPT.toString());
        command.addAll(List.of(steps));
        return Node.run(command, folder);
    }

    private static String message(int id, String text) {
        return "{\"id\":\"" + id(id) + "\",\"text\":\"" + text + "\"}";
    }

    private static String id(int number) {
        return String.format("%032x", number);
    }

    private static String said(String from, int id, String text) {
        return "read:{\"from\":\"" + from + "\",\"id\":\"" + id(id) + "\",\"text\":\"" + text + "\"}";
    }

    @Test
    void whatItHasReadBackItDoesNotSendAgain() throws Exception {
        assertThat(page(
                        "join:Holle",
                        "open",
                        HERE,
                        CAME,
                        "say:a",
                        "show",
                        said("Holle", 1, "a"),
                        "show",
                        "close:",
                        "timer",
                        "open",
                        HERE,
                        said("Holle", 1, "a"),
                        CAME,
                        "show"))
                .containsExactly(
                        CONNECTS,
                        "sends " + message(1, "a"),
                        "shows [presence] Holle is here | [unseen] a",
                        "shows [presence] Holle is here, [own] Holle a | ",
                        "waits 1000 ms",
                        CONNECTS,
                        "shows [own] Holle a, [presence] Holle is here | ");
    }

    /** The first was said, and the connection lost before it could be read. The second was lost with the connection. */
    @Test
    void whatItHasNotReadBackItSendsAgainWhenItHasReadWhatWasSaid() throws Exception {
        assertThat(page(
                        "join:Holle",
                        "open",
                        HERE,
                        CAME,
                        "say:a",
                        "say:b",
                        "close:",
                        "timer",
                        "open",
                        HERE,
                        said("Holle", 1, "a"),
                        "show",
                        CAME,
                        said("Holle", 2, "b"),
                        "show"))
                .containsExactly(
                        CONNECTS,
                        "sends " + message(1, "a"),
                        "sends " + message(2, "b"),
                        "waits 1000 ms",
                        CONNECTS,
                        "shows [own] Holle a | [unseen] b",
                        "sends " + message(2, "b"),
                        "shows [own] Holle a, [presence] Holle is here, [own] Holle b | ");
    }

    @Test
    void whatIsSaidWithoutAServerWaitsForOne() throws Exception {
        assertThat(page(
                        "join:Holle",
                        "close:",
                        "say:a",
                        "show",
                        "timer",
                        "close:",
                        "timer",
                        "open",
                        "say:b",
                        HERE,
                        CAME,
                        "say:c"))
                .containsExactly(
                        CONNECTS,
                        "shows  | [unseen] a",
                        "waits 1000 ms",
                        CONNECTS,
                        "waits 2000 ms",
                        CONNECTS,
                        "sends " + message(1, "a"),
                        "sends " + message(2, "b"),
                        "sends " + message(3, "c"));
    }

    /** Said so long ago that it is not among what the server tells one who comes. */
    @Test
    void whatTheServerKnowsIsNotSentAgain() throws Exception {
        assertThat(page(
                        "join:Holle",
                        "open",
                        HERE,
                        CAME,
                        "say:a",
                        "close:",
                        "timer",
                        "open",
                        HERE,
                        CAME,
                        "read:{\"known\":\"" + id(1) + "\"}",
                        "show",
                        "close:",
                        "timer",
                        "open",
                        HERE,
                        CAME))
                .containsExactly(
                        CONNECTS,
                        "sends " + message(1, "a"),
                        "waits 1000 ms",
                        CONNECTS,
                        "sends " + message(1, "a"),
                        "shows [presence] Holle is here, [own] Holle a | ",
                        "waits 1000 ms",
                        CONNECTS);
    }

    /** Another Holle comes: that is no reason to send anything again. */
    @Test
    void oneOfTheSameNameChangesNothing() throws Exception {
        assertThat(page("join:Holle", "open", HERE, CAME, "say:a", CAME))
                .containsExactly(CONNECTS, "sends " + message(1, "a"));
    }

    @Test
    void whatWaitsIsBounded() throws Exception {
        assertThat(page("join:Holle", "many:100", "say:a"))
                .containsExactly(CONNECTS, "refuses: Too much is on its way: wait a little.");
    }

    /** A longer one ends the connection: to send it again would end each connection. */
    @Test
    void whatTheServerWouldRefuseIsNotSent() throws Exception {
        assertThat(page("join:Holle", "open", HERE, CAME, "long:250"))
                .containsExactly(CONNECTS, "refuses: This is too long.");
    }
}
