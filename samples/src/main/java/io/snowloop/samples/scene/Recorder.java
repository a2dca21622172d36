// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scene;

import io.snowloop.sim.Call;
import io.snowloop.sim.Segment;
import io.snowloop.sim.SimHost;
import io.snowloop.sim.Simulation;
import io.snowloop.trace.Recording;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what happens on a stage: segments, reads and writes with the names of their hosts, and what programs say. */
final class Recorder {
    /** A run that goes on and on does not fill the memory. */
    private static final int MAX_MOMENTS = 20_000;

    private final Simulation simulation;
    private final Map<String, SimHost> hosts = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<InetSocketAddress, Integer> connections = new HashMap<>();
    private final Set<String> hidden = new HashSet<>();
    private final List<String> notArrived = new ArrayList<>();
    private final List<Moment> moments = new ArrayList<>();
    private long segments;
    private long writes;

    Recorder(Simulation simulation) {
        this.simulation = simulation;
        simulation.network().onSegment(this::arrived);
        simulation.network().onLoss(this::lost);
        simulation.network().onCall(this::called);
    }

    SimHost host(String name) {
        return hosts.computeIfAbsent(name, unknown -> {
            SimHost host = simulation.network().host("10.0.0." + (hosts.size() + 1));
            names.put(host.address().getHostAddress(), name);
            return host;
        });
    }

    /** The names of all hosts so far. */
    Set<String> hosts() {
        return hosts.keySet();
    }

    /** The reads and writes of this host are not worth a line: it tells itself what it does. */
    void hideCalls(String host) {
        hidden.add(host);
    }

    void add(Moment moment) {
        if (moments.size() < MAX_MOMENTS) {
            moments.add(moment);
        }
    }

    private void arrived(Segment segment) {
        boolean again = notArrived.remove(direction(segment));
        add(Moment.Kind.SEGMENT, segment, again);
    }

    /** A SYN may be lost again and again; any other segment that is lost arrives in the end. */
    private void lost(Segment segment) {
        String direction = direction(segment);
        boolean again = segment.kind() == Segment.Kind.SYN && notArrived.contains(direction);
        if (!again) {
            notArrived.add(direction);
        }
        add(Moment.Kind.LOST, segment, again);
    }

    private static String direction(Segment segment) {
        return segment.from() + " " + segment.to() + " " + Moment.text(segment);
    }

    private void add(Moment.Kind kind, Segment segment, boolean again) {
        InetSocketAddress client = connections.containsKey(segment.to()) ? segment.to() : segment.from();
        add(new Moment(
                segment.time(),
                kind,
                name(segment.from()),
                name(segment.to()),
                connection(client),
                Moment.text(segment) + (again ? " again" : ""),
                ++segments,
                segment.length()));
    }

    private void called(Call call) {
        writes += call.kind() == Call.Kind.WRITE ? 1 : 0;
        String host = name(call.local());
        if (!hidden.contains(host)) {
            InetSocketAddress client = connections.containsKey(call.remote()) ? call.remote() : call.local();
            add(new Moment(
                    call.time(),
                    Moment.Kind.CALL,
                    host,
                    name(call.remote()),
                    connection(client),
                    call.toString(),
                    call.kind() == Call.Kind.WRITE ? writes : 0,
                    call.result()));
        }
    }

    private int connection(InetSocketAddress client) {
        return connections.computeIfAbsent(client, unknown -> connections.size() + 1);
    }

    private String name(InetSocketAddress address) {
        String digits = address.getAddress().getHostAddress();
        return names.getOrDefault(digits, digits);
    }

    /** The time of the last moment. */
    Duration last() {
        return moments.isEmpty()
                ? Duration.ZERO
                : moments.get(moments.size() - 1).at();
    }

    Outcome outcome(List<String> leftovers, Map<String, Recording> traces, @Nullable Failure failure) {
        Map<String, String> addresses = new LinkedHashMap<>();
        hosts.forEach((name, host) -> addresses.put(name, host.toString()));
        Duration took = failure == null ? last() : failure.at();
        return new Outcome(simulation.seed(), took, addresses, List.copyOf(moments), leftovers, traces, failure);
    }
}
