package io.snowloop.sim;

import io.snowloop.sim.Segment.Kind;
import java.net.ConnectException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's request to connect, repeated until it is answered or the kernel gives up.
 *
 * <p>It is the one thing that gets lost on this network: in a partition, at a full backlog, or because nobody is there.
 */
final class Handshake {
    /** The first repetition comes after a second, each further one after twice the time: RFC 6298. */
    private static final long FIRST_TIMEOUT = Duration.ofSeconds(1).toNanos();

    private static final long GIVE_UP = SimNetwork.CONNECT_TIMEOUT.toNanos();

    private final Endpoint client;
    private final SimNetwork network;
    private final @Nullable SimHost target;
    private final boolean refused;
    private Agenda.@Nullable Entry repetition;
    private boolean answered;

    private Handshake(Endpoint client, @Nullable SimHost target) {
        this.client = client;
        this.network = client.host().network();
        Simulation simulation = network.simulation();
        this.target = simulation.chance(faults().blackHoles) ? null : target;
        this.refused = simulation.chance(faults().refusals);
    }

    /** Begins; {@code client} is told how it ends. No {@code target} answers nothing. */
    static Handshake begin(Endpoint client, @Nullable SimHost target) {
        Handshake handshake = new Handshake(client, target);
        handshake.request(FIRST_TIMEOUT);
        return handshake;
    }

    /** It has ended, one way or another. */
    void end() {
        if (repetition != null) {
            repetition.cancel();
        }
    }

    private void request(long timeout) {
        network.after(network.simulation().delay(faults()), this::arrive);
        repetition = network.after(timeout, () -> {
            if (2 * timeout - FIRST_TIMEOUT >= GIVE_UP) { // the sum of all time-outs so far
                client.failed(new ConnectException("Connection timed out"));
            } else {
                request(2 * timeout);
            }
        });
    }

    private void arrive() {
        SimHost host = target;
        if (host == null || answered || !client.isConnecting() || network.isCut(client.link())) {
            return;
        }
        network.observe(client.local(), client.remote(), Kind.SYN, 0);
        Listener listener = refused ? null : host.ports().listener(client.remote());
        if (listener == null) {
            answered = true;
            network.after(network.simulation().delay(faults()), this::refuse);
        } else if (!listener.isFull()) {
            answered = true;
            listener.add(Endpoint.accepting(client, host, listener.options().ofAccepted()));
        }
    }

    private void refuse() {
        network.arrive(client.link(), () -> {
            network.observe(client.remote(), client.local(), Kind.RST, 0);
            client.failed(new ConnectException("Connection refused"));
        });
    }

    private Faults faults() {
        return network.faults(client.link());
    }
}
