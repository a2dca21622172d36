// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import io.snowloop.future.Future;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A file and its ranges, as a test wants them. */
final class FileServer implements Handler {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    byte[] content;
    String tag = "\"1\"";

    /** Whether it knows {@code If-Range}, as it has to. */
    boolean conditional = true;

    /** What becomes of the answers. */
    UnaryOperator<Response> lie = response -> response;

    /** The {@code Range} of each request; null for one without. */
    final List<String> asked = new ArrayList<>();

    FileServer(int length) {
        content = new byte[length];
        new SplittableRandom(length).nextBytes(content);
    }

    @Override
    public Future<Response> handle(Request request) {
        asked.add(request.header("Range"));
        return Future.completed(lie.apply(answer(request)));
    }

    private Response answer(Request request) {
        Matcher range = RANGE.matcher(String.valueOf(request.header("Range")));
        String condition = request.header("If-Range");
        if (!range.matches() || (conditional && condition != null && !condition.equals(tag))) {
            return bytes(content);
        }
        int first = Integer.parseInt(range.group(1));
        int last = Math.min(content.length - 1, Integer.parseInt(range.group(2)));
        if (first >= content.length) {
            return Response.of(Status.RANGE_NOT_SATISFIABLE).withHeader("Content-Range", "bytes */" + content.length);
        }
        return bytes(Arrays.copyOfRange(content, first, last + 1))
                .withStatus(Status.PARTIAL_CONTENT)
                .withHeader("Content-Range", "bytes " + first + "-" + last + "/" + content.length);
    }

    private Response bytes(byte[] bytes) {
        return Response.bytes(bytes, "application/octet-stream").withHeader("ETag", tag);
    }

    /** The same response, whose connection is reset behind this many bytes of its body. */
    static Response broken(Response response, int bytes) {
        byte[] body = response.bytes();
        ByteBuffer rest = ByteBuffer.wrap(body, 0, bytes);
        return response.withBody(
                        BodyStream.of(() -> rest.hasRemaining() ? Future.completed(piece(rest)) : FileServer.reset()))
                .withHeader("Content-Length", Integer.toString(body.length));
    }

    /** The same response, whose body does not come. */
    static Response stalled(Response response) {
        return response.withBody(BodyStream.of(() -> Scheduler.current().newPromise()))
                .withHeader("Content-Length", Integer.toString(response.bytes().length));
    }

    /** After a while: a reset also takes what the client has not read. */
    private static Future<@Nullable ByteBuffer> reset() {
        return Scheduler.current()
                .sleep(Duration.ofMillis(50))
                .flatMap(slept -> Future.failed(new IOException("reset")));
    }

    private static ByteBuffer piece(ByteBuffer rest) {
        byte[] piece = new byte[Math.min(5_000, rest.remaining())];
        rest.get(piece);
        return ByteBuffer.wrap(piece);
    }
}
