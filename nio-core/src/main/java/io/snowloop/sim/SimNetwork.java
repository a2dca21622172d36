// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.options.Bounds;
import io.snowloop.sim.Segment.Kind;
import io.snowloop.transport.Resolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A simulated network: hosts, the links between them, and their faults.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CoreExamplesTest.java#network -->
 * <pre>{@code
 * SimNetwork network = simulation.network();
 * network.faults(Faults.NONE.latency(ofMillis(20)).jitter(ofMillis(5))); // of all links
 * network.faults(
 *         "10.0.0.1", "10.0.0.2", Faults.NONE.resetAfter(5_000)); // of one: it breaks after 5,000 bytes
 * network.partition("10.0.0.1", "10.0.0.2", ofSeconds(1), ofSeconds(4)); // for three seconds
 * network.onSegment(segment -> log.add(segment.toString())); // what arrives, and when
 * }</pre>
 *
 * <p>It is a {@link SelectorProvider}, so a program that takes its channels and selectors from a provider runs on it
 * unchanged. As a provider it stands for one host, {@code host("127.0.0.1")}; its channels return that host as their
 * provider.
 *
 * <p>It simulates TCP as a program observes it: connections, a stream of bytes in order, two bounded buffers for each
 * direction, end of stream, resets, backlogs. Acknowledgements take no time. Only a SYN can be lost. UDP is there, with its losses,
 * and multicast. A host has pipes, too. There is no Unix-domain socket.
 *
 * <p>In a {@link Simulation}, all of it runs on the simulation's thread; in a {@link LiveSimulation}, any thread may use it.
 */
public final class SimNetwork extends HostProvider {
    /** The time after which an unanswered connect fails: that of Linux with its default of 6 retries of a SYN. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(127);

    private long moves;
    private int idleSelects = IdleSelects.DEFAULT_LIMIT;
    private final long seed;
    private final Agenda agenda;
    private final Threads threads;
    private final SimHost localhost;
    private final Map<InetAddress, SimHost> hosts = new ConcurrentHashMap<>();
    private final Links links = new Links();
    private final Set<Object> sockets = new LinkedHashSet<>();
    private final NetworkObservers observers;
    private long keys;

    SimNetwork(long seed, Agenda agenda, Threads threads) {
        this.seed = seed;
        this.agenda = agenda;
        this.threads = threads;
        observers = new NetworkObservers(() -> Duration.ofNanos(now()));
        localhost = host("127.0.0.1");
    }

    /**
     * {@return the host with this address; the same object for each call} Loopback addresses lead from each host to itself.
     * @param address an IPv4 or IPv6 address literal
     * @throws IllegalArgumentException if it is a name
     */
    public SimHost host(String address) {
        return hosts.computeIfAbsent(parse(address), parsed -> new SimHost(this, parsed));
    }

    /**
     * Sets the faults of all links and hosts that have none of their own, from now on.
     * @param faults of what happens from now on; segments in transit stay as they are
     */
    public void faults(Faults faults) {
        links.faults(Objects.requireNonNull(faults, "faults"));
    }

    /**
     * Sets the faults of the link between two hosts, from now on. The faults of the link between a host and itself are also
     * those of its kernel and its clock.
     *
     * @param a the address of one host, a literal
     * @param b the address of the other; may be the same
     * @param faults in both directions
     */
    public void faults(String a, String b, Faults faults) {
        links.faults(Link.between(parse(a), parse(b)), Objects.requireNonNull(faults, "faults"));
    }

    /**
     * Cuts the link between two hosts: segments that are due meanwhile arrive after {@link #heal}, datagrams are lost. Idempotent.
     * @param a the address of one host, a literal
     * @param b the address of the other
     */
    public void partition(String a, String b) {
        Link link = Link.between(parse(a), parse(b));
        threads.run(() -> links.cut(link));
    }

    /**
     * Ends a {@link #partition}. Idempotent.
     * @param a the address of one host, a literal
     * @param b the address of the other
     */
    public void heal(String a, String b) {
        Link link = Link.between(parse(a), parse(b));
        threads.run(() -> links.heal(link).forEach(arrival -> after(faults(link).latency, arrival)));
    }

    /**
     * Cuts the link between two hosts for some time.
     * @param a the address of one host, a literal
     * @param b the address of the other
     * @param from the begin, since the start of the simulation
     * @param until the end, since the start of the simulation
     */
    public void partition(String a, String b, Duration from, Duration until) {
        Bounds.notNegative("the time between begin and end of a partition", until.minus(from));
        threads.run(() -> {
            agenda.add(from.toNanos(), () -> partition(a, b));
            agenda.add(until.toNanos(), () -> heal(a, b));
        });
    }

    /**
     * Changes this run at one point, which it has not come to yet.
     * @param intervention what is changed; its host, if it has one, is an address literal
     */
    public void intervene(Intervention intervention) {
        Objects.requireNonNull(intervention, "intervention");
        threads.run(() -> {
            if (intervention instanceof Intervention.Hold hold) {
                long from = hold.from().toNanos();
                SimHost host = host(hold.host());
                agenda.add(from, () -> host.holdUntil(from + hold.time().toNanos()));
            } else if (intervention instanceof Intervention.TimersFirst first) {
                links.interventions().add(host(first.host()), first);
            } else {
                links.interventions().add(intervention);
            }
        });
    }

    /**
     * Adds an observer of every segment that arrives: a packet trace.
     * @param observer called at the time of the arrival, before the receiver sees the segment
     */
    public void onSegment(Consumer<Segment> observer) {
        observers.ofArrivals.add(observer);
    }

    /**
     * Adds an observer of every segment that a {@link #partition} loses, which TCP sends again until it arrives, and of every lost
     * datagram: by a partition, by {@link Faults#datagramLoss}, without a host that has the address, or without room in the receive buffer.
     * @param observer called at the time at which the segment would have arrived
     */
    public void onLoss(Consumer<Segment> observer) {
        observers.ofLosses.add(observer);
    }

    /**
     * Observes the reads and writes of programs on connections, as a trace of system calls does; datagrams are told by {@link #onSegment}.
     * @param observer called for each read and write that returns
     */
    public void onCall(Consumer<Call> observer) {
        observers.ofCalls.add(observer);
    }

    /**
     * Sets how many selects of a selector in a row may return while the clock stands still and no byte moves. One more than a
     * program needs ends the run with a {@link LivelockError}. At least 1; default: 10,000. A select of a loop that the
     * simulation runs counts only if a key was ready.
     *
     * @param selects at least 1
     * @throws IllegalArgumentException if {@code selects} is out of bounds
     */
    public void livelockAfter(int selects) {
        idleSelects = Bounds.atLeast("livelockAfter", 1, selects);
    }

    int idleSelects() {
        return idleSelects;
    }

    /** Bytes or a connection have moved: a program has read, written, accepted or connected, or a segment has arrived. */
    void moved() {
        moves++;
    }

    /** How often {@link #moved} was called. The same number at two times: nothing has moved in between. */
    long moves() {
        return moves;
    }

    /** {@return descriptions of the sockets, connected and listening, and ends of pipes that no program has closed yet} */
    public List<String> openSockets() {
        return threads.call(() -> sockets.stream().map(Object::toString).toList());
    }

    /** What is open and what is cut, a line each. */
    List<String> situations() {
        Stream<String> open = openSockets().stream().map(socket -> "open: " + socket);
        return Stream.concat(open, links().cuts().stream().map(link -> "cut: " + link))
                .toList();
    }

    /** {@return how many segments have been sent and have not arrived yet, those that a partition holds back among them} */
    public int segmentsUnderWay() {
        return threads.call(links::underWay);
    }

    List<Leftover> leftovers() {
        return sockets.stream()
                .map(socket -> new Leftover(kind(socket), socket.toString()))
                .toList();
    }

    private static Leftover.Kind kind(Object socket) {
        if (socket instanceof PipeEnd) {
            return Leftover.Kind.PIPE;
        }
        if (socket instanceof UdpSocket) {
            return Leftover.Kind.DATAGRAM_SOCKET;
        }
        return socket instanceof Listener ? Leftover.Kind.LISTENER : Leftover.Kind.CONNECTION;
    }

    // --------------------------------------------------------------------------- for hosts, sockets and wires

    /** In the order of their addresses, which is the same in each run. */
    List<SimHost> hosts() {
        return hosts.values().stream()
                .sorted((one, other) -> Arrays.compare(
                        one.address().getAddress(), other.address().getAddress()))
                .toList();
    }

    Threads threads() {
        return threads;
    }

    long now() {
        return threads.now();
    }

    /** The random numbers of the faults at a place, which has this name in all runs. */
    Chances chances(String place) {
        return new Chances(seed, place);
    }

    SimHost hostOf(SelectorProvider provider) {
        if (provider == this) {
            return localhost;
        }
        if (provider instanceof SimHost host && host.network() == this) {
            return host;
        }
        throw new IllegalArgumentException(provider + " does not belong to this simulation's network");
    }

    Links links() {
        return links;
    }

    Agenda agenda() {
        return agenda;
    }

    Agenda.Entry after(long nanos, Runnable action) {
        return agenda.add(now() + nanos, action);
    }

    /** Runs all events that are due. Returns whether there were any. */
    boolean deliver() {
        return agenda.runDue(now());
    }

    @Nullable
    SimHost hostAt(InetAddress address) {
        return hosts.get(address);
    }

    /** The faults of a link, or those of all. */
    Faults faults(Link link) {
        return links.faults(link);
    }

    /** What happens to a segment with so many bytes of data that would arrive now; null if it arrives. */
    Interventions.@Nullable Change change(@Nullable SimHost to, int bytes) {
        return links.interventions().change(observers.segments() + 1, to, bytes, now());
    }

    /** A segment has arrived. */
    void arrived(InetSocketAddress from, InetSocketAddress to, Kind kind, int length) {
        moved();
        observers.arrived(from, to, kind, length);
    }

    NetworkObservers observers() {
        return observers;
    }

    void opened(Object socket) {
        sockets.add(socket);
    }

    void closed(Object socket) {
        sockets.remove(socket);
    }

    /** The number of a new key. */
    long nextKey() {
        return keys++;
    }

    private static InetAddress parse(String address) {
        InetAddress parsed = Resolver.address(address, 0).getAddress();
        if (parsed == null) {
            throw new IllegalArgumentException("not an IP address literal, such as 10.0.0.1: " + address);
        }
        return parsed;
    }

    /** As a provider, the network stands for it. */
    @Override
    SimHost localhost() {
        return localhost;
    }

    /** The link between two hosts. They are in the order of their addresses, so that both directions are equal. */
    record Link(InetAddress a, InetAddress b) {
        static Link between(InetAddress a, InetAddress b) {
            return Arrays.compare(a.getAddress(), b.getAddress()) <= 0 ? new Link(a, b) : new Link(b, a);
        }

        @Override
        public String toString() {
            return Segment.text(a) + " - " + Segment.text(b);
        }
    }
}
