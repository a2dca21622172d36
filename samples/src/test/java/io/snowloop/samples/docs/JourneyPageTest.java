// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.EventLoop;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.testing.ProjectFolder;
import java.lang.StackWalker.StackFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/a-bytes-journey.md} says of the stack at a view, held against the stack of a real request. */
class JourneyPageTest {
    private static final Path PAGE = ProjectFolder.ROOT.resolve("docs/a-bytes-journey.md");

    /** {@code Type.method}, at the beginning of a line. */
    private static final Pattern CALL = Pattern.compile("(?m)^([A-Z]\\w+\\.\\w+) ");

    /** A numbered line that begins with a type's name. */
    private static final Pattern TYPE = Pattern.compile("(?m)^\\d\\. \\[`(\\w+)`]");

    private final List<List<String>> stacks = new ArrayList<>();

    /** The calls from the loop's turn to the view, the newest first; the view itself is the first, as "the view". */
    private Response view(Request request) {
        stacks.add(StackWalker.getInstance().walk(JourneyPageTest::calls));
        return Response.text("home");
    }

    private static List<String> calls(Stream<StackFrame> frames) {
        List<String> calls = new ArrayList<>();
        for (StackFrame frame : frames.toList()) {
            String type = frame.getClassName().replaceAll(".*\\.", "");
            if (frame.getClassName().startsWith("io.snowloop.samples")) {
                continue; // the view, and the test's own
            }
            calls.add(type + "." + frame.getMethodName());
            if (type.equals("EventLoop") && frame.getMethodName().equals("turn")) {
                return calls;
            }
        }
        return calls;
    }

    @Test
    void theStackAtAViewIsThatOfThePage() throws Exception {
        Snow app = new Snow().get("/home/", this::view);
        try (EventLoop loop = EventLoop.open();
                Server server = Server.of(app).on(loop).listen("127.0.0.1", 0);
                Fetcher fetcher = Fetcher.on(loop)) {
            for (int i = 0; i < 3; i++) { // the first on a new connection, the others on an idle one
                loop.runUntil(fetcher.fetch(server.url("/home/")));
            }
        }
        String page = Files.readString(PAGE);
        String block = page.substring(page.indexOf("```text"), page.indexOf("```\n", page.indexOf("```text") + 7));

        assertThat(stacks).hasSize(3).containsOnly(stacks.get(0));
        assertThat(stacks.get(0))
                .as("the calls, as the page lists them")
                .isEqualTo(
                        CALL.matcher(block).results().map(call -> call.group(1)).toList());
        assertThat(stacks.get(0).size() + 1).as("calls, the view included").isLessThanOrEqualTo(13);
    }

    @Test
    void thePageFollowsTheByteThroughTheTypesOnTheStack() throws Exception {
        String page = Files.readString(PAGE);
        String in = page.substring(0, page.indexOf("## On the way out"));
        List<String> types =
                TYPE.matcher(in).results().map(type -> type.group(1)).toList();
        List<String> onStack = new ArrayList<>();
        CALL.matcher(in)
                .results()
                .map(call -> call.group(1).replaceAll("\\..*", ""))
                .forEach(type -> {
                    if (!onStack.contains(type)) {
                        onStack.add(0, type);
                    }
                });

        assertThat(types).isEqualTo(onStack).hasSizeLessThanOrEqualTo(9);
    }
}
