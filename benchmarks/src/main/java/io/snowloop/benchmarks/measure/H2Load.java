// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The load generator h2load of nghttp2, with one thread, on the CPU of the load generator. A run is a number of requests and
 * not a time: all are answered before it ends, so none is paid for by the server without being counted.
 */
public final class H2Load {
    /** The version of TLS and the cipher, the same for each server. */
    private static final List<String> TLS = List.of("TLSv1.3", "TLS_AES_128_GCM_SHA256");

    /** In seconds. Then the requests of a connection have failed. */
    private static final int INACTIVITY_TIMEOUT = 10;

    private static final Pattern RATE = Pattern.compile("finished in \\S+, ([0-9.]+) req/s");
    private static final Pattern REQUESTS = Pattern.compile("requests: ([0-9]+) total,.* ([0-9]+) succeeded,");
    private static final Pattern STATUSES = Pattern.compile("status codes: ([0-9]+) 2xx");
    private static final Pattern DATA = Pattern.compile("traffic: .*\\(([0-9]+)\\) data");

    private H2Load() {}

    /**
     * The counters of a run.
     *
     * @param requests the number of answered requests
     * @param nanos the length of the run, with that of making the connections
     * @param data the bytes of all bodies
     */
    public record Count(long requests, long nanos, long data) {
        /** The requests per second. */
        public double perSecond() {
            return requests * 1e9 / nanos;
        }
    }

    /**
     * Runs a work.
     *
     * @param requests at least one for each connection
     * @throws IOException if a request has failed, or the connections were not as they should be
     */
    public static Count run(int port, Http2Work work, long requests) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Cpus.pinned(Cpus.GENERATOR, command(port, work, requests)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return parse(output, work.tls());
    }

    private static List<String> command(int port, Http2Work work, long requests) {
        List<String> command = new ArrayList<>(List.of("h2load", "-t1"));
        command.addAll(List.of("-n" + requests, "-c" + work.connections(), "-m" + work.streams()));
        command.addAll(List.of("-N" + INACTIVITY_TIMEOUT + "s", "--npn-list=h2", "--tls13-ciphers=" + TLS.get(1)));
        command.add(work.url(port));
        return command;
    }

    /** Reads the counters from the output of a run. */
    static Count parse(String output, boolean tls) throws IOException {
        Matcher counts = find(REQUESTS, output);
        long total = Long.parseLong(counts.group(1));
        // each answer has a status, and one of another class than 2xx has failed
        if (!counts.group(2).equals(counts.group(1))
                || Long.parseLong(find(STATUSES, output).group(1)) != total) {
            throw new IOException("requests of h2load have failed: " + output);
        }
        for (String line : connection(tls)) {
            if (output.lines().noneMatch(line::equals)) {
                throw new IOException("h2load does not say '" + line + "', but: " + output);
            }
        }
        double perSecond = Double.parseDouble(find(RATE, output).group(1));
        return new Count(
                total,
                Math.round(total * 1e9 / perSecond),
                Long.parseLong(find(DATA, output).group(1)));
    }

    /** The lines that h2load prints about its first connection. */
    private static List<String> connection(boolean tls) {
        return tls
                ? List.of("TLS Protocol: " + TLS.get(0), "Cipher: " + TLS.get(1), "Application protocol: h2")
                : List.of("Application protocol: h2c");
    }

    private static Matcher find(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("unexpected output of h2load: " + output);
        }
        return matcher;
    }
}
