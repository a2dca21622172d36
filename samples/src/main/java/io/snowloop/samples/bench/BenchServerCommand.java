// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.bench;

import io.snowloop.http.h2.Http2Limits;
import io.snowloop.samples.Arguments;
import io.snowloop.server.Server;
import io.snowloop.server.ServerOptions;
import io.snowloop.tls.TlsConfig;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that serves {@link BenchApp} until it is interrupted. */
@Command(
        name = "bench-server",
        description = {
            "Serve the resources of benchmarks and conformance tests, until Ctrl-C.",
            "",
            BenchServerCommand.PLAINTEXT,
            BenchServerCommand.JSON,
            BenchServerCommand.ECHO,
            BenchServerCommand.BYTES,
            BenchServerCommand.DELAY,
            BenchServerCommand.WEB_SOCKET,
            ""
        })
public final class BenchServerCommand implements Callable<Integer> {
    static final String PLAINTEXT = "  GET  /plaintext    Hello, World!";
    static final String JSON = "  GET  /json         {\"message\":\"Hello, World!\"}";
    static final String ECHO = "  POST /echo         the body of the request";
    static final String BYTES = "  GET  /bytes/{n}    n bytes";
    static final String DELAY = "  GET  /delay/{ms}   a response after ms milliseconds";
    static final String WEB_SOCKET = "  GET  /ws           a WebSocket that sends each message back";
    private static final List<String> PATHS = List.of(PLAINTEXT, JSON, ECHO, BYTES, DELAY, WEB_SOCKET);

    /** For bursts of connections; the kernel limits it further (net.core.somaxconn). */
    private static final int BACKLOG = 65_535;

    @Option(
            names = "--host",
            paramLabel = "H",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "8080",
            converter = Arguments.Port.class,
            description = "The port to listen on, 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--loops",
            paramLabel = "N",
            defaultValue = "1",
            converter = Arguments.Count.class,
            description = "The number of loops, each with its own thread (default: ${DEFAULT-VALUE}).")
    private int loops;

    @Option(names = "--tls", description = "Use TLS, with a self-signed certificate that is generated at the start.")
    private boolean tls;

    @Option(names = "--http2", description = "Speak HTTP/2, too: by ALPN with --tls, else by prior knowledge.")
    private boolean http2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    BenchServerCommand() {}

    @Override
    public Integer call() throws Exception {
        Server.Builder setUp = Server.of(BenchApp.create())
                .options(ServerOptions.builder().backlog(BACKLOG).build())
                .loops(loops);
        if (tls) {
            setUp.tls(TlsConfig.server(SelfSigned.identity()));
        }
        if (http2) {
            setUp.http2(Http2Limits.DEFAULT);
        }
        try (Server server = setUp.listen(host, port)) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("listening on " + server.url(""));
            PATHS.forEach(out::println);
            out.flush();
            Thread.currentThread().join(); // the loops do the work, until Ctrl-C or an interrupt
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }
}
