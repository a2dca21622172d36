// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import io.snowloop.sim.Simulation;
import io.snowloop.testing.DnsServer;
import io.snowloop.testing.DnsZone;
import io.snowloop.testing.Reports;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A simulation with name servers, and a client that looks names up. */
final class DnsNetwork implements AutoCloseable {
    static final InetSocketAddress FIRST = Resolver.address("10.0.0.1", 53);
    static final InetSocketAddress SECOND = Resolver.address("10.0.0.2", 53);
    static final String CLIENT = "10.0.0.9";

    final Simulation simulation;
    final EventLoop client;
    final Reports reports = new Reports();
    private final List<DnsServer> servers = new ArrayList<>();

    DnsNetwork(Simulation simulation) {
        this.simulation = simulation;
        client = loop(CLIENT);
    }

    EventLoop loop(String host) {
        try {
            return simulation.add(EventLoop.open(simulation.options(host).toBuilder()
                    .exceptionHandler(reports)
                    .build()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server at this address. */
    DnsServer server(InetSocketAddress address, DnsZone zone) {
        DnsServer server = new DnsServer(zone).listen(loop(address.getAddress().getHostAddress()), address);
        servers.add(server);
        return server;
    }

    /** A resolver that asks the first server, if nothing else is set. */
    static DnsResolver resolver(UnaryOperator<DnsOptions.Builder> settings) {
        return DnsResolver.of(
                settings.apply(DnsOptions.builder().servers(FIRST)).build());
    }

    Future<List<InetAddress>> begin(DnsResolver resolver, String host) {
        return client.submit(() -> resolver.resolve(client, host));
    }

    /** The addresses, as text. */
    List<String> addresses(DnsResolver resolver, String host) {
        Future<List<InetAddress>> found = begin(resolver, host);
        simulation.runUntil(found::isDone);
        return found.resultNow().stream().map(InetAddress::getHostAddress).toList();
    }

    /** What it fails with. */
    Throwable error(DnsResolver resolver, String host) {
        Future<List<InetAddress>> failed = begin(resolver, host);
        simulation.runUntil(failed::isDone);
        if (failed.outcome().error() == null) {
            throw new AssertionError(host + " has " + failed.outcome().value());
        }
        return failed.outcome().error();
    }

    @Override
    public void close() {
        servers.forEach(DnsServer::close);
        simulation.run();
        assertThat(simulation.leftovers()).isEmpty();
        simulation.close();
        reports.assertNone();
    }
}
