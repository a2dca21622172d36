// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.lens;

import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.samples.late.WhyLateCommand;
import io.snowloop.samples.scene.Outcome;
import io.snowloop.samples.scene.Scene;
import io.snowloop.samples.scene.Scenes;
import io.snowloop.samples.zoo.Zoo;
import io.snowloop.sim.Intervention;
import io.snowloop.trace.LoopState;
import io.snowloop.trace.Recording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The figures of the docs. Each is drawn from a run of a scene, so it shows what a loop does, and not what its author thinks that it does. */
final class Figures {
    private static final Map<String, Picture> ALL = new LinkedHashMap<>();

    static {
        add(
                "one-loop-for-both",
                Chapters::bothOnOneLoop,
                moment("both", state -> waits(state, "sleep") && state.phase() == LoopState.Phase.STOPPED),
                "One loop is server and client: the view waits for its timer, and the client for the response");
        add(
                "next-turn",
                Chapters::taskThatQueuesATask,
                moment("server", state -> state.tasks().contains("second")),
                "A task has queued another one, which waits in the box of the next turn");
        add(
                "futures-wait",
                Chapters::futureOfFutures,
                moment("server", state -> state.futures().size() == 4 && state.phase() == LoopState.Phase.STOPPED),
                "A future with a time-out waits for a race, and the race for two promises, which code must complete");
        add("half-close", Chapters::halfClose, exchange(), "The client has ended its half, and still gets its answer");
        add("cut-link", Chapters::outage, exchange(), "The link is cut: what was lost is sent again when it is whole");
        add(
                "short-write",
                zoo("short-write"),
                2,
                "",
                exchange(),
                "A write took fewer bytes than it had, and the rest was never sent");
        add(
                "split-line",
                Chapters::echo,
                1,
                "split=3:2",
                exchange(),
                "The same line in two segments: the server reads twice, and so does the client");
        add(
                "syn-again",
                Chapters::echo,
                1,
                "drop=1",
                exchange(),
                "The first segment is lost: the connect takes a second longer, and no program is told");
        add(
                "pipelining",
                Chapters::pipelined,
                exchange(),
                "Two requests come in one segment: the second view runs when the first has its answer");
        add(
                "commands-together",
                Chapters::commands,
                exchange(),
                "Three commands leave in one segment, and their answers come in one");
        add(
                "score",
                Chapters::score,
                moment("server", state -> state.tasks().contains("X")),
                "The loop was blocked: a timer is due, two tasks wait, and the socket is readable");
        add(
                "view-runs",
                Chapters::slowView,
                moment("server", state -> state.open().stream().anyMatch(each -> each.startsWith("handler "))),
                "The view runs: its caller is the connection, and the caller of that is the loop");
        add(
                "async-view",
                Chapters::slowView,
                moment("server", state -> waits(state, "sleep") && state.phase() == LoopState.Phase.STOPPED),
                "The view has returned a future: nothing runs, and a timer will complete it");
        add(
                "one-connection",
                Chapters::twoFetches,
                exchange(),
                "The second fetch needs no connect: the connection was kept");
        add(
                "events-again",
                Chapters::events,
                exchange(),
                "The stream ends, and the client goes on behind the last event");
        add(
                "lost-on-one-connection",
                stage -> Chapters.twoViews(stage, HttpVersionPolicy.HTTP_2),
                1,
                "drop=5",
                exchange(),
                "HTTP/2: the segment with the first response is lost, and the second one waits for it");
        add(
                "lost-on-two-connections",
                stage -> Chapters.twoViews(stage, HttpVersionPolicy.HTTP_1_1),
                1,
                "drop=7",
                exchange(),
                "HTTP/1.1: the same loss on one of two connections, and the other response is there at once");
        add(
                "timer-overdue",
                WhyLateCommand.SCENE,
                moment("server", state -> state.timers().stream().anyMatch(timer -> timer.due() < state.time())),
                "A view has held the loop for 150 ms; the timer of the heartbeat is overdue");
        add(
                "what-if",
                Zoo.named("short-write").orElseThrow().deskOfWrong(),
                1,
                "short-write=2:1",
                exchange(),
                "One change at the desk: the write takes one byte of fifteen");
        add(
                "unread-bytes",
                zoo("close-with-unread"),
                1,
                "",
                exchange(),
                "A server closes while bytes still come: the client fails before it reads the answer");
        add(
                "one-read",
                zoo("one-recv"),
                6,
                "",
                exchange(),
                "One read is not one message: the server answers a part of a line");
    }

    private Figures() {}

    /** The pictures by the names of their files. */
    static Map<String, String> all() {
        Map<String, String> figures = new LinkedHashMap<>();
        ALL.forEach((name, picture) -> figures.put(name + ".svg", picture.svg()));
        return figures;
    }

    /** The scene of a figure, as the lens shows it; null if there is no such figure. */
    static @Nullable Picture named(String name) {
        return ALL.get(name);
    }

    private static void add(String name, Scene scene, Drawing drawing, String title) {
        add(name, scene, 1, "", drawing, title);
    }

    private static void add(String name, Scene scene, long seed, String whatIf, Drawing drawing, String title) {
        ALL.put(name, new Picture(scene, seed, Intervention.parse(whatIf), drawing, title));
    }

    private static Scene zoo(String name) {
        return Zoo.named(name).orElseThrow().fieldOfWrong();
    }

    private static boolean waits(LoopState state, String timer) {
        return state.timers().stream().anyMatch(each -> each.name().equals(timer));
    }

    private static Drawing moment(String loop, Predicate<LoopState> moment) {
        return new Drawing() {
            @Override
            public String svg(Outcome outcome, String title) {
                return Figure.of(recording(outcome), title, moment);
            }

            @Override
            public String place(Outcome outcome) {
                return "loop=" + loop + "&n=" + Figure.position(recording(outcome), moment);
            }

            private Recording recording(Outcome outcome) {
                return Objects.requireNonNull(outcome.traces().get(loop));
            }
        };
    }

    private static Drawing exchange() {
        return new Drawing() {
            @Override
            public String svg(Outcome outcome, String title) {
                return Exchange.of(outcome, title);
            }

            @Override
            public String place(Outcome outcome) {
                return "";
            }
        };
    }

    /** How an outcome becomes a picture. */
    private interface Drawing {
        /** The picture, with a title. */
        String svg(Outcome outcome, String title);

        /** Where in the lens it is, as the address of the page has it; empty for the whole run. */
        String place(Outcome outcome);
    }

    /**
     * A figure.
     *
     * @param changes what the run has that the scene has not
     * @param title says what it shows, for those who do not see it
     */
    record Picture(Scene scene, long seed, List<Intervention> changes, Drawing drawing, String title) {
        String svg() {
            return drawing.svg(outcome(), title);
        }

        String place() {
            return drawing.place(outcome());
        }

        private Outcome outcome() {
            return Scenes.run(scene, seed, changes, true);
        }
    }
}
