// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import io.snowloop.trace.JsonLines;
import io.snowloop.trace.Recording;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A view of a loop for a browser: its turn, what waits, its channels, step by step, forward and back.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#lens -->
 * <pre>{@code
 * }</pre>
 *
 * <p>The page is at {@link #path}, which has a random token: who does not know it gets a 404. It loads nothing from another
 * host. {@link #listen} serves it on the loopback address only, and refuses requests for another host: a name that an attacker
 * has pointed to this machine (DNS rebinding).
 */
public final class Lens implements Handler {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int TOKEN_BYTES = 16;

    private final String path = "/" + token() + "/";
    private final Snow app = new Snow();

    private Lens(List<Recording> recordings) {
        Map<String, Response> files = LensFiles.all();
        files.forEach((name, file) -> app.get(path + name, request -> file));
        app.get(path, request -> files.get(LensFiles.PAGE));
        app.get(path + "traces", request -> names(recordings));
        app.get(path + "traces/{number:int}", request -> trace(recordings, request.pathInt("number")));
    }

    /**
     * {@return a lens on what has been recorded: forward and back over all of it}
     * @param recordings at least one; of several loops, the page has a list of them
     */
    public static Lens of(List<Recording> recordings) {
        if (recordings.isEmpty()) {
            throw new IllegalArgumentException("no recordings: there is nothing to show");
        }
        return new Lens(List.copyOf(recordings));
    }

    /** {@return the path of the page, with its token: {@code server.url(lens.path())} is where it is} */
    public String path() {
        return path;
    }

    /**
     * Serves the page on the loopback address, on a loop of its own.
     * @param port 0 for any that is free
     * @return close it to end
     * @throws IOException if the port is in use, or no socket can be opened
     */
    public Server listen(int port) throws IOException {
        return Server.of(request -> LensGuard.INSTANCE.filter(request, this)).listen("127.0.0.1", port);
    }

    @Override
    public Future<Response> handle(Request request) {
        return app.handle(request);
    }

    private static Response names(List<Recording> recordings) {
        String lines = recordings.stream()
                .map(recording -> recording.loop().replaceAll("\\s+", " "))
                .collect(Collectors.joining("\n"));
        return LensFiles.secured(Response.text(lines));
    }

    private static Response trace(List<Recording> recordings, int number) {
        if (number >= recordings.size()) {
            throw new HttpException(Status.NOT_FOUND, "there are " + recordings.size() + " traces, from 0");
        }
        StringBuilder lines = new StringBuilder();
        try {
            JsonLines.write(recordings.get(number), lines);
        } catch (IOException e) {
            throw new AssertionError(e); // a StringBuilder throws none
        }
        return LensFiles.secured(Response.bytes(lines.toString().getBytes(UTF_8), "application/jsonl; charset=utf-8"));
    }

    private static String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
