// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.benchmarks.measure.Profile;
import io.snowloop.benchmarks.measure.Profile.Frame;
import io.snowloop.benchmarks.measure.Profile.Kind;
import io.snowloop.benchmarks.measure.Profile.Stack;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class FlameGraphTest {
    private static final Frame RUN = new Frame("java.lang.Thread", "run", Kind.OTHER);
    private static final Frame TURN = new Frame("io.snowloop.loop.EventLoop", "turn", Kind.OURS);
    private static final Frame READ = new Frame("io.snowloop.transport.SocketTransport", "read", Kind.OURS);
    private static final Frame WRITE = new Frame("io.snowloop.transport.SocketTransport", "<write>", Kind.OURS);
    private static final Frame WRITE0 = new Frame("sun.nio.ch.SocketDispatcher", "write0", Kind.NATIVE);

    private final List<Stack> stacks = new ArrayList<>();

    private void sample(long micros, Frame... frames) {
        stacks.add(new Stack(List.of(frames), micros));
    }

    private List<Element> drawn() throws Exception {
        String svg = FlameGraph.svg("Snow & more", new Profile(stacks));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        List<Element> elements = new ArrayList<>();
        for (int i = 1; i < document.getElementsByTagName("svg").getLength(); i++) { // the first one is the whole
            elements.add((Element) document.getElementsByTagName("svg").item(i));
        }
        return elements;
    }

    private static List<String> tooltips(List<Element> drawn) {
        return drawn.stream()
                .map(each -> each.getElementsByTagName("title").item(0).getTextContent())
                .toList();
    }

    @Test
    void theWidthOfAMethodIsItsPartOfTheTimeWithAllThatItCalls() throws Exception {
        sample(3_000, RUN, TURN, WRITE, WRITE0);
        sample(1_000, RUN, TURN, READ);
        sample(3_000, RUN, TURN, WRITE, WRITE0);
        sample(1_000, RUN, TURN, WRITE);

        List<Element> drawn = drawn();
        assertThat(tooltips(drawn))
                .containsExactly(
                        "io.snowloop.transport.SocketTransport.<write>: 87.5 %",
                        "sun.nio.ch.SocketDispatcher.write0: 75.0 %",
                        "io.snowloop.transport.SocketTransport.read: 12.5 %");
        assertThat(drawn).extracting(each -> each.getAttribute("width")).containsExactly("1050.0", "900.0", "150.0");
        assertThat(drawn).extracting(each -> each.getAttribute("x")).containsExactly("0.0", "0.0", "1050.0");
        assertThat(drawn).extracting(each -> each.getAttribute("y")).containsExactly("70", "104", "70");
    }

    @Test
    void whatCallsTheTurnOfALoopIsNotDrawn() throws Exception {
        sample(3_000, RUN, TURN, READ);
        sample(1_000, RUN, WRITE0);

        assertThat(tooltips(drawn()))
                .containsExactly(
                        "io.snowloop.transport.SocketTransport.read: 75.0 %",
                        "java.lang.Thread.run: 25.0 %", "sun.nio.ch.SocketDispatcher.write0: 25.0 %");
    }

    @Test
    void allOfAProfileIsDrawnEvenIfItIsOneMethod() throws Exception {
        sample(1_000, RUN, TURN, WRITE, WRITE0);

        assertThat(tooltips(drawn())).hasSize(2).allMatch(tooltip -> tooltip.endsWith(": 100.0 %"));
    }

    @Test
    void whatIsTooNarrowIsNotDrawn() throws Exception {
        sample(999_000, RUN);
        sample(1_000, READ);

        assertThat(tooltips(drawn())).containsExactly("java.lang.Thread.run: 99.9 %");
    }
}
