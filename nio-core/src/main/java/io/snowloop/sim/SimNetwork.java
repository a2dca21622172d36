package io.snowloop.sim;

import io.snowloop.sim.Segment.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A network in memory: hosts, the links between them, and what goes wrong there.
 *
 * <p>It is a {@link SelectorProvider}, so whatever takes its channels and selectors from one runs on it unchanged. As a
 * provider it stands for one host, {@code host("127.0.0.1")}, which is also what its channels name as their provider.
 *
 * <p>What is simulated is TCP as a program sees it: connections, ordered bytes, two buffers of bounded size in each
 * direction, ends of streams, resets, backlogs. Acknowledgements take no time; nothing is lost but requests to connect.
 * There is no UDP, no pipe, and no Unix-domain socket.
 *
 * <p>Everything happens on the one thread that runs the {@link Simulation}.
 */
public final class SimNetwork extends SelectorProvider {
    /** After how long an unanswered request to connect fails: Linux's, with its default of 6 retries. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(127);

    private final Simulation simulation;
    private final Agenda agenda = new Agenda();
    private final SimHost localhost;
    private final Map<InetAddress, SimHost> hosts = new LinkedHashMap<>();
    private final Map<Link, Faults> faultsOfLinks = new LinkedHashMap<>();
    private final Map<Link, List<Runnable>> partitions = new LinkedHashMap<>();
    private final Set<Object> sockets = new LinkedHashSet<>();
    private final List<Consumer<Segment>> observers = new ArrayList<>();
    private Faults faults = Faults.NONE;
    private long keys;

    SimNetwork(Simulation simulation) {
        this.simulation = simulation;
        localhost = host("127.0.0.1");
    }

    /**
     * The host with this address: the same one each time. Its loopback addresses lead to itself.
     *
     * @param address an IPv4 or IPv6 address in digits
     */
    public SimHost host(String address) {
        return hosts.computeIfAbsent(parse(address), parsed -> new SimHost(this, parsed));
    }

    /** Puts faults on all links but those that have their own, and on all hosts, from now on. */
    public void faults(Faults faults) {
        this.faults = faults;
    }

    /**
     * Puts faults on the link between two hosts, from now on. Those of the link between a host and itself are also
     * those of its kernel and its clock.
     */
    public void faults(String a, String b, Faults faults) {
        faultsOfLinks.put(Link.between(parse(a), parse(b)), faults);
    }

    /** Cuts the link between two hosts: what is sent meanwhile arrives after {@link #heal}. Idempotent. */
    public void partition(String a, String b) {
        partitions.putIfAbsent(Link.between(parse(a), parse(b)), new ArrayList<>());
    }

    /** Takes back {@link #partition}. Idempotent. */
    public void heal(String a, String b) {
        Link link = Link.between(parse(a), parse(b));
        List<Runnable> waiting = partitions.remove(link);
        if (waiting != null) {
            waiting.forEach(arrival -> after(faults(link).latency, arrival));
        }
    }

    /** Cuts the link from one time to another, both counted from the beginning of the simulation. */
    public void partition(String a, String b, Duration from, Duration until) {
        simulation.at(from, () -> partition(a, b));
        simulation.at(until, () -> heal(a, b));
    }

    /** Tells {@code observer} of every segment that arrives. */
    public void onSegment(Consumer<Segment> observer) {
        observers.add(observer);
    }

    /** The sockets, connected and listening, that no program has closed yet, in words. */
    public List<String> openSockets() {
        return sockets.stream().map(Object::toString).toList();
    }

    // --------------------------------------------------------------------------- for hosts, sockets and wires

    Simulation simulation() {
        return simulation;
    }

    SimHost hostOf(SelectorProvider provider) {
        if (provider == this) {
            return localhost;
        }
        if (provider instanceof SimHost host && host.network() == this) {
            return host;
        }
        throw new IllegalArgumentException(provider + " is not of this simulation's network");
    }

    List<String> partitions() {
        return partitions.keySet().stream().map(Link::toString).toList();
    }

    Agenda agenda() {
        return agenda;
    }

    Agenda.Entry after(long nanos, Runnable action) {
        return agenda.add(simulation.now() + nanos, action);
    }

    /** Has all arrive that is due. */
    boolean deliver() {
        return agenda.runDue(simulation.now());
    }

    @Nullable
    SimHost hostAt(InetAddress address) {
        return hosts.get(address);
    }

    /** The faults of all links and hosts that have none of their own. */
    Faults faults() {
        return faults;
    }

    Faults faults(Link link) {
        return faultsOfLinks.isEmpty() ? faults : faultsOfLinks.getOrDefault(link, faults);
    }

    boolean isCut(Link link) {
        return partitions.containsKey(link);
    }

    /** Runs {@code arrival} now, or once the link is healed. */
    void arrive(Link link, Runnable arrival) {
        List<Runnable> waiting = partitions.get(link);
        if (waiting == null) {
            arrival.run();
        } else {
            waiting.add(arrival);
        }
    }

    void observe(InetSocketAddress from, InetSocketAddress to, Kind kind, int length) {
        if (!observers.isEmpty()) {
            Segment segment = new Segment(simulation.ticker().elapsed(), from, to, kind, length);
            observers.forEach(observer -> observer.accept(segment));
        }
    }

    void opened(Object socket) {
        sockets.add(socket);
    }

    void closed(Object socket) {
        sockets.remove(socket);
    }

    long nextKey() {
        return keys++;
    }

    private static InetAddress parse(String address) {
        char last = address.isEmpty() ? '?' : address.charAt(address.length() - 1);
        if (address.indexOf(':') < 0 && !Character.isDigit(last)) { // a name: the JDK would ask a real network for it
            throw new IllegalArgumentException("not an IP address in digits: " + address);
        }
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address in digits: " + address, e);
        }
    }

    // ------------------------------------------------------------------------------------ as a provider: 127.0.0.1

    @Override
    public AbstractSelector openSelector() {
        return localhost.openSelector();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() {
        return localhost.openServerSocketChannel();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) {
        return localhost.openServerSocketChannel(family);
    }

    @Override
    public SocketChannel openSocketChannel() {
        return localhost.openSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) {
        return localhost.openSocketChannel(family);
    }

    @Override
    public DatagramChannel openDatagramChannel() {
        return localhost.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) {
        return localhost.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() {
        return localhost.openPipe();
    }

    /** Two hosts, in the order of their addresses, as a link leads both ways. */
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
