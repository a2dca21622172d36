// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.FetcherOptions;
import io.snowloop.client.HttpVersionPolicy;
import io.snowloop.client.Timeouts;
import io.snowloop.samples.Arguments;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Resolver;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments for where connections go and how long they may take. */
final class ConnectionArguments {
    @Option(
            names = "--connect-timeout",
            paramLabel = "S",
            converter = Arguments.Seconds.class,
            description = "Fail without a connection after S seconds, such as 0.5, TLS included (default: 10).")
    private Duration connectTimeout = Timeouts.DEFAULT.connect();

    @Option(
            names = {"-m", "--max-time", "--timeout"},
            paramLabel = "S",
            converter = Arguments.Seconds.class,
            description = "Fail without a complete response after S seconds (default: 300, or 60 without a byte).")
    private @Nullable Duration timeout;

    @Option(
            names = "--expect100-timeout",
            paramLabel = "S",
            converter = Arguments.Seconds.class,
            description =
                    "Ask before a body is sent (Expect: 100-continue), and send it after S seconds without an answer.")
    private @Nullable Duration expectTimeout;

    @Option(
            names = "--resolve",
            paramLabel = "HOST:PORT:ADDR",
            description =
                    "Connect to this IP address for this host, which a URL has; several with commas. May be repeated.")
    private List<String> addresses = List.of();

    @Option(
            names = "--dns-servers",
            paramLabel = "ADDR[:PORT]",
            description = "Ask these name servers, and not by the system's look-up; several with commas.")
    private @Nullable String nameServers;

    @Option(
            names = "--unix-socket",
            paramLabel = "FILE",
            description = "Connect to this Unix-domain socket, whatever host the URLs have.")
    private @Nullable Path socket;

    @Option(names = "--http1.1", description = "Use HTTP/1.1. This is the default.")
    private boolean http1;

    @Option(names = "--http2", description = "Use HTTP/2 where a server of https:// chooses it, else HTTP/1.1.")
    private boolean http2;

    @Option(
            names = "--http2-prior-knowledge",
            description = "Use HTTP/2, also for http://, and fail where a server does not speak it.")
    private boolean http2Only;

    ConnectionArguments() {}

    boolean asksBeforeBodies() {
        return expectTimeout != null;
    }

    boolean hasSocket() {
        return socket != null;
    }

    /** Sets what the arguments say of the connections to these URLs. */
    void set(FetcherOptions.Builder options, List<String> urls) throws IOException {
        options.timeouts(timeouts()).httpVersion(httpVersion());
        Resolver resolver = nameServers == null ? Resolver.system() : NameServers.resolver(nameServers);
        options.connector(Connector.builder()
                .resolver(addresses.isEmpty() ? resolver : FixedAddresses.of(addresses, urls, resolver))
                .build());
        if (socket != null) {
            if (!Files.exists(socket)) {
                throw new IOException(
                        "there is no socket " + socket + ": give --unix-socket the file of a server that runs");
            }
            options.connectTo(UnixDomainSocketAddress.of(socket));
        }
    }

    private HttpVersionPolicy httpVersion() {
        if ((http1 ? 1 : 0) + (http2 ? 1 : 0) + (http2Only ? 1 : 0) > 1) {
            throw new IllegalArgumentException(
                    "--http1.1, --http2 and --http2-prior-knowledge exclude each other: give one of them");
        }
        return http2Only ? HttpVersionPolicy.HTTP_2 : http2 ? HttpVersionPolicy.NEGOTIATE : HttpVersionPolicy.HTTP_1_1;
    }

    private Timeouts timeouts() {
        Timeouts.Builder timeouts = Timeouts.builder().connect(connectTimeout);
        if (timeout != null) {
            timeouts.total(timeout).read(timeout);
        }
        if (expectTimeout != null) {
            timeouts.expectContinue(expectTimeout);
        }
        return timeouts.build();
    }
}
