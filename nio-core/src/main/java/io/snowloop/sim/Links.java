// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.SimNetwork.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The links of a network: their faults, which any thread may set and read, and the partitions between hosts. */
final class Links {
    private final Map<Link, Faults> faultsOf = new ConcurrentHashMap<>();
    private volatile Faults faults = Faults.NONE;

    /** The links that are cut, with what has come to their ends meanwhile. */
    private final Map<Link, List<Runnable>> partitions = new LinkedHashMap<>();

    private final Interventions interventions = new Interventions();

    /** How many segments are between two hosts, or are held back by a partition. */
    private int underWay;

    /** A segment is sent. */
    void sent() {
        underWay++;
    }

    /** So many are not under way any more. */
    void gone(int segments) {
        underWay -= segments;
    }

    int underWay() {
        return underWay;
    }

    /** What is changed in this run. */
    Interventions interventions() {
        return interventions;
    }

    void faults(Faults ofAll) {
        faults = ofAll;
    }

    void faults(Link link, Faults ofOne) {
        faultsOf.put(link, ofOne);
    }

    /** The faults of all links and hosts that have none of their own. */
    Faults faults() {
        return faults;
    }

    Faults faults(Link link) {
        return faultsOf.isEmpty() ? faults : faultsOf.getOrDefault(link, faults);
    }

    void cut(Link link) {
        partitions.putIfAbsent(link, new ArrayList<>());
    }

    /** Restores a link. Returns what has come to its ends meanwhile. */
    List<Runnable> heal(Link link) {
        List<Runnable> waiting = partitions.remove(link);
        return waiting == null ? List.of() : waiting;
    }

    boolean isCut(Link link) {
        return partitions.containsKey(link);
    }

    /**
     * Runs {@code arrival} now or, during a partition, after the link is healed. Segments are held back and not lost: a
     * real TCP sends them again, with the same effect for the program.
     */
    void arrive(Link link, Runnable arrival) {
        @Nullable List<Runnable> waiting = partitions.get(link);
        if (waiting == null) {
            arrival.run();
        } else {
            waiting.add(arrival);
        }
    }

    /** Those that are cut, as text. */
    List<String> cuts() {
        return partitions.keySet().stream().map(Link::toString).toList();
    }
}
