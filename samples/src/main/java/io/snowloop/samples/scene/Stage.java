// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.loop.EventLoopOptions;
import io.snowloop.loop.LoopObserver;
import io.snowloop.sim.Faults;
import io.snowloop.sim.Intervention;
import io.snowloop.sim.Leftover;
import io.snowloop.sim.SimHost;
import io.snowloop.sim.SimNetwork;
import io.snowloop.sim.SimProgram;
import io.snowloop.sim.Simulation;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a scene is set: hosts with names, the programs on them, and the checks at the end. All times are virtual.
 *
 * <p>A run ends when everything that has to end has ended: the programs of {@link #run} and the futures of {@link
 * #await}. Those of {@link #serve} may go on until then. Afterwards nothing may be left over.
 */
public final class Stage {
    /** How long a run may take. */
    private static final Duration LIMIT = Duration.ofHours(1);

    /** What was closed at the end is gone from the network after this time, or after more if the last segments take longer. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** A server goes on as long as the scene, and listens. */
    private static final Set<Leftover.Kind> MAY_STAY = Set.of(Leftover.Kind.LISTENER, Leftover.Kind.PROGRAM);

    /** After so many selects in which nothing moves, a run is a livelock. It is shown with many seeds, so not after more. */
    private static final int IDLE_SELECTS = 1_000;

    private final Simulation simulation;
    private final Recorder recorder;
    private final Traces traces;
    private final boolean mayChooseFaults;
    private final List<Ending> endings = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private @Nullable Failure failure;

    Stage(Simulation simulation, Function<Random, Faults> faults, boolean mayChooseFaults, boolean traced) {
        this.simulation = simulation;
        this.recorder = new Recorder(simulation);
        this.traces = new Traces(traced, simulation.ticker().nanoTime());
        this.mayChooseFaults = mayChooseFaults;
        simulation.random().nextLong(); // the first number of a java.util.Random is nearly the same for near seeds
        simulation.network().faults(faults.apply(simulation.random()));
        simulation.network().livelockAfter(IDLE_SELECTS);
    }

    // ------------------------------------------------------------------------------------------- hosts, programs

    /** The host with this name, which is made at its first mention. Its channels are of the simulated network. */
    public SimHost host(String name) {
        return recorder.host(name);
    }

    /** The address of a port of a host. */
    public InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(host(host).address(), port);
    }

    /** Starts a program that has to come to its end. Those of {@link #serve} are first: they listen when it begins. */
    public void run(String host, Program program) {
        start(host, program, true);
    }

    /** Starts a program that may run as long as the scene, such as a server. */
    public void serve(String host, Program program) {
        start(host, program, false);
    }

    private void start(String host, Program program, boolean hasToEnd) {
        SimHost provider = host(host);
        boolean[] ended = {false};
        SimProgram started = simulation.program(host, () -> {
            try {
                HostOfThread.set(provider);
                if (hasToEnd) {
                    sleep(Duration.ZERO); // all others have their first turn, in whatever order
                }
                program.run(provider);
            } catch (Throwable e) {
                failed(e, host);
            }
            ended[0] = true;
        });
        if (hasToEnd) {
            endings.add(new Ending(() -> ended[0], () -> host + " waits for " + started.waitsFor()));
        }
    }

    /** Opens a loop on a host. Its reads and writes are not on the timeline. What a callback throws there is a failure of the scene. */
    public EventLoop loop(String host) {
        return loop(host, LoopObserver.Factory.NONE);
    }

    /** The same, with an observer. */
    public EventLoop loop(String host, LoopObserver.Factory observer) {
        recorder.hideCalls(host);
        try {
            return simulation.add(EventLoop.open(options(host, observer)));
        } catch (IOException e) {
            throw new Failed("threw IOException", String.valueOf(e.getMessage()));
        }
    }

    /** The options of such a loop. */
    public EventLoopOptions options(String host) {
        return options(host, LoopObserver.Factory.NONE);
    }

    private EventLoopOptions options(String host, LoopObserver.Factory observer) {
        return simulation.options(host(host).toString()).toBuilder()
                .exceptionHandler((error, source) -> failed(error, host))
                .observer(traces.and(observer, host))
                .build();
    }

    /** A client that has connected, for a program of {@link #run}: it blocks until then. */
    public Peer connect(String host, String server, int port) throws IOException {
        recorder.hideCalls(host);
        return Peer.connect(this, host, address(server, port));
    }

    // ------------------------------------------------------------------------------------------------- the world

    /** Sets the faults of all links and hosts. Does nothing if the scene is run with others. */
    public void faults(Faults faults) {
        if (mayChooseFaults) {
            network().faults(faults);
        }
    }

    /** Cuts the link between two hosts from one time to another, both since the start. */
    public void partition(String a, String b, Duration from, Duration until) {
        network().partition(host(a).toString(), host(b).toString(), from, until);
    }

    /** The network, for all that is not here. */
    public SimNetwork network() {
        return simulation.network();
    }

    /** The simulation below. */
    public Simulation simulation() {
        return simulation;
    }

    /** The random numbers of this run: they follow from the seed. */
    public Random random() {
        return simulation.random();
    }

    /** The virtual time since the start. */
    public Duration now() {
        return simulation.ticker().elapsed();
    }

    /** Blocks the caller, in virtual time: what {@code Thread.sleep} is outside of a scene. */
    public void sleep(Duration duration) {
        simulation.sleep(duration);
    }

    /** Runs something at a time since the start. */
    public void at(Duration time, Runnable action) {
        simulation.at(time, action);
    }

    // ------------------------------------------------------------------------------------------ telling, checking

    /** Puts a line on the timeline. */
    public void say(String host, String text) {
        host(host);
        recorder.add(Moment.said(now(), host, text));
    }

    /** Puts a line between the hosts on the timeline. */
    public void sayOfNetwork(String text) {
        recorder.add(Moment.network(now(), text));
    }

    /** This future has to be done, with a value, at the end. */
    public void await(String host, Future<?> future) {
        endings.add(new Ending(future::isDone, () -> host + " waits for " + future));
        future.onComplete((value, error) -> {
            if (error != null) {
                failed(error, host);
            }
        });
    }

    /** This has to hold at the end. The run goes on until then. */
    public void await(String host, String what, BooleanSupplier condition) {
        endings.add(new Ending(condition, () -> host + " waits for " + what));
    }

    /** Fails the scene if {@code holds} is false. */
    public static void check(boolean holds, String symptom, String message) {
        if (!holds) {
            throw new Failed(symptom, message);
        }
    }

    /** Runs a check when everything has ended, before it is looked for what is left over. It may close things. */
    public void atEnd(Check check) {
        checks.add(check);
    }

    /** A check at the end. */
    @FunctionalInterface
    public interface Check {
        /** Throws {@link Failed} if it does not hold. */
        void run() throws Exception;
    }

    // ------------------------------------------------------------------------------------------- for the runner

    /** Changes the run; a host of it is a name. One that no program is on is a mistake of the caller. */
    private void intervene(List<Intervention> interventions) {
        Set<String> known = recorder.hosts();
        for (Intervention intervention : interventions) {
            network().intervene(intervention.on(name -> {
                if (!known.contains(name)) {
                    throw new IllegalArgumentException(
                            "'" + intervention + "': there is no host " + name + ": it is " + String.join(", ", known));
                }
                return host(name).toString();
            }));
        }
    }

    /** Runs the scene to its end. */
    Outcome play(Scene scene, List<Intervention> interventions) {
        List<String> leftovers = List.of();
        try {
            scene.set(this);
        } catch (Throwable e) {
            failed(e, "");
        }
        intervene(interventions);
        try {
            simulation.at(LIMIT, () -> {});
            simulation.runUntil(() -> failure != null || isEnded() || now().compareTo(LIMIT) >= 0);
            if (failure == null) {
                leftovers = end();
            }
        } catch (Throwable e) {
            failed(e, "");
        }
        return recorder.outcome(leftovers, traces.recordings(), failure);
    }

    private List<String> end() throws Exception {
        for (Ending ending : endings) {
            if (!ending.condition.getAsBoolean()) {
                failure = new Failure(recorder.last(), "", Failure.STUCK, ending.stuck.get(), null);
                return List.of();
            }
        }
        for (Check check : checks) {
            check.run();
        }
        List<String> left = settle();
        if (!left.isEmpty() && failure == null) {
            String what = "not closed, or not cancelled: " + String.join("; ", left);
            failure = new Failure(recorder.last(), "", Failure.LEFT_OVER, what, null);
        }
        return left;
    }

    /** Returns what is left when nothing is under way any more. */
    private List<String> settle() {
        Duration latest = now().plus(LIMIT);
        List<String> left;
        boolean moving;
        do {
            moving = network().segmentsUnderWay() > 0;
            simulation.runFor(SETTLING);
            left = simulation.leftovers().stream()
                    .filter(leftover -> !MAY_STAY.contains(leftover.kind()))
                    .map(Leftover::text)
                    .toList();
        } while (!left.isEmpty() && (moving || network().segmentsUnderWay() > 0) && now().compareTo(latest) < 0);
        return left;
    }

    private boolean isEnded() {
        return endings.stream().allMatch(ending -> ending.condition.getAsBoolean());
    }

    void failed(Throwable error, String host) {
        if (failure == null) {
            failure = Failure.of(error, now(), host);
        }
    }

    /** Something that has to be so at the end, and what to say if it is not. */
    private record Ending(BooleanSupplier condition, Supplier<String> stuck) {}
}
