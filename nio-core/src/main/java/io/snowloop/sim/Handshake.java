// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.sim.Segment.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The opening of a connection, as the client's kernel does it: it sends SYN until there is an answer or the time is up.
 *
 * <pre>
 *   begin() --SYN--&gt; arrive() --a listener with room in its backlog--&gt; SYN-ACK: Endpoint.established()
 *             ^         |------ no listener ------------------------&gt; RST: Endpoint.failed(ECONNREFUSED)
 *             |         |------ backlog full, partition, no host ---&gt; no answer
 *             |                                                           |
 *             +---- timeout, doubled each time (RFC 6298 section 5.5) ----+
 *                                                                         |
 *                     after CONNECT_TIMEOUT: Endpoint.failed(ETIMEDOUT)
 * </pre>
 *
 * <p>{@link Faults#loss} is for data only. A SYN has losses of its own, which a program observes as a connect that takes
 * seconds.
 */
final class Handshake {
    /** The timeout of the first SYN (RFC 6298 section 2.1). */
    private static final long FIRST_TIMEOUT = Duration.ofSeconds(1).toNanos();

    private static final long GIVE_UP = SimNetwork.CONNECT_TIMEOUT.toNanos();

    private final Endpoint client;
    private final SimNetwork network;
    private final @Nullable SimHost target;
    private final boolean refused;
    private Agenda.@Nullable Entry repetition;
    private boolean answered;

    /**
     * The faults are drawn once for each connection and not for each SYN: otherwise one of seven SYNs would nearly
     * always get through.
     */
    private Handshake(Endpoint client, @Nullable SimHost target) {
        this.client = client;
        this.network = client.host().network();
        this.target = client.chances().draw(Chances.Kind.BLACK_HOLE, faults().blackHoles) ? null : target;
        this.refused = client.chances().draw(Chances.Kind.REFUSAL, faults().refusals);
    }

    /**
     * Sends the first SYN. The result is a call of {@code client}.
     *
     * @param target the host that has the address; null if there is none, and so no answer
     */
    static Handshake begin(Endpoint client, @Nullable SimHost target) {
        Handshake handshake = new Handshake(client, target);
        handshake.request(FIRST_TIMEOUT);
        return handshake;
    }

    /** The handshake has ended: no SYN is sent again. */
    void end() {
        if (repetition != null) {
            repetition.cancel();
        }
    }

    /** Sends SYN, and again with twice the timeout if there is no answer: after 1, 2, 4, ... 64 seconds. */
    private void request(long timeout) {
        network.after(client.chances().delay(faults()), this::arrive);
        repetition = network.after(timeout, () -> {
            if (2 * timeout - FIRST_TIMEOUT >= GIVE_UP) { // 1 + 2 + ... + timeout, the time that has passed
                client.failed(Errno.ETIMEDOUT);
            } else {
                request(2 * timeout);
            }
        });
    }

    /** SYN arrives at the server. A second one, sent before the answer to the first arrived, is ignored. */
    private void arrive() {
        SimHost host = target;
        if (host == null || answered || !client.isConnecting()) {
            return;
        }
        if (network.links().isCut(client.link())) {
            network.observers().lost(client.local(), client.remote(), Kind.SYN, 0);
            return;
        }
        Interventions.Change change = network.change(host, 0);
        if (change != null && change.lost()) {
            network.observers().lost(client.local(), client.remote(), Kind.SYN, 0);
            return; // it is sent again
        }
        if (change != null) {
            network.after(change.later(), this::arrive);
            return;
        }
        network.arrived(client.local(), client.remote(), Kind.SYN, 0);
        Listener listener = refused ? null : host.ports().listener(client.remote(), client.local());
        if (listener == null && client.local().equals(client.remote()) && !refused) {
            answered = true;
            client.acceptItself();
        } else if (listener == null) {
            answered = true;
            network.after(client.chances().delay(faults()), this::refuse);
        } else if (!listener.isFull()) {
            answered = true;
            listener.add(Endpoint.accepting(client, host, listener.options().ofAccepted()));
        }
    }

    /** RST arrives at the client; not during a partition, but after it. */
    private void refuse() {
        if (network.links().isCut(client.link())) {
            network.observers().lost(client.remote(), client.local(), Kind.RST, 0);
        }
        network.links().arrive(client.link(), () -> {
            Interventions.Change change = network.change(client.host(), 0);
            if (change == null) {
                network.arrived(client.remote(), client.local(), Kind.RST, 0);
                client.failed(Errno.ECONNREFUSED);
                return;
            }
            if (change.lost()) {
                network.observers().lost(client.remote(), client.local(), Kind.RST, 0);
            }
            network.after(change.later(), this::refuse); // it answers the next SYN
        });
    }

    private Faults faults() {
        return network.faults(client.link());
    }
}
