// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Invalid arguments are reported in one line before anything is measured. */
class BenchTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            client --work foo     | there is no work 'foo'; examples are fetch-64
            client --work fetch-x | there is no work 'fetch-x'; examples are fetch-64
            micro --only Nothing  | there is no part [Nothing]; examples are HeadParsing
            server --work nope    | there is no work 'nope'; there are heads-plaintext, heads-json, heads-echo, heads-bytes, plaintext, pipelined, json
            http2 --work nope     | there is no work 'nope'; there are h2-plaintext, h2-bytes, h2s-plaintext, h2s-bytes, and each
            proxy --work echo     | there is no work 'echo' of proxies; there are plaintext, bytes
            proxy --only haproxy  | there is no proxy 'haproxy'; there are snow, vertx, reactor, nginx
            http2 --only raw      | there is no server 'raw' of HTTP/2; there are snow, netty
            push --work nope      | there is no work 'nope'; there are ws-echo-64, ws-echo-4096, ws-broadcast-5000, sse-broadcast-5000
            push --only nope      | there is no server 'nope' that pushes; there are snow, raw, netty
            tls --work nope       | there is no work 'nope'; there are tls-1024, tls-65536, tls-handshake-full, tls-handshake-resumed
            tls --only raw        | there is no server 'raw' over TLS; there are snow, netty
            server nope           | unknown argument 'nope'; see ./snowloop bench server --help
            nope                  | unknown argument 'nope'; see ./snowloop bench --help
            client --rounds 0     | --rounds must be at least 1, not 0
            server --seconds -1   | --seconds must be at least 1, not -1
            server --warm-up -1   | --warm-up must be at least 0, not -1
            flame json            | there is no flame graph of 'json'; there are plaintext, bytes, file, fetch-64
            guard --limit 0 HEAD  | --limit must be above 0 per cent, not 0.0
            guard --rounds 0 HEAD | --rounds must be at least 1, not 0
            guard                 | Missing required parameter: 'COMMIT'; see ./snowloop bench guard --help
            server --baseline no  | there is no no/benchmarks/target/benchmarks.jar: build it
            """)
    void invalidArgumentsAreReported(String arguments, String message) {
        StringWriter err = new StringWriter();
        int exit = Bench.commandLine().setErr(new PrintWriter(err)).execute(arguments.split(" "));

        assertThat(err.toString()).startsWith("bench: " + message).hasLineCount(1);
        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
