// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scenario;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.server.Snow;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * The app of the scenarios, with a page for each way to take a body and to give one. What a page comes to follows from
 * the request alone, and each answer names its request: so a client knows a right answer from a wrong one.
 */
final class Site {
    /** The field in which an answer says what was asked. */
    static final String ASKED = "Asked";

    private static final List<String> PAGES =
            List.of("bytes", "slow", "chunked", "sized", "collected", "through", "unread");
    private static final int LARGEST = 5_000;

    private Site() {}

    /** The app. How slow it is, and in which pieces its streams come, {@code random} says. */
    static Snow app(Random random) {
        return new Snow()
                .get("/bytes/{size:int}", request -> bytes(content(request)))
                .get(
                        "/slow/{size:int}",
                        (request, loop) -> loop.sleep(upTo(300, random)).map(slept -> bytes(content(request))))
                .get("/chunked/{size:int}", (request, loop) -> answer(stream(content(request), -1, random, loop)))
                .get(
                        "/sized/{size:int}",
                        (request, loop) -> answer(stream(content(request), content(request).length, random, loop)))
                .post("/collected/{size:int}", request -> bytes(((Body.Bytes) request.body()).array()))
                .route(Method.POST, "/through/{size:int}", request -> answer(request.body()))
                .route(Method.PUT, "/unread/{size:int}", request -> answer(Body.of(content(request))))
                .filter((request, next) ->
                        next.handle(request).map(response -> response.withHeader(ASKED, request.target())));
    }

    private static Response bytes(byte[] bytes) {
        return Response.bytes(bytes, "application/octet-stream");
    }

    private static Future<Response> answer(Body body) {
        return Future.completed(bytes(new byte[0]).withBody(body));
    }

    /** A request for any of the pages, small or large. Its {@code number} tells it from all others. */
    static Request anything(World world, int number) {
        Random random = world.simulation.random();
        int size = random.nextInt(1 + random.nextInt(LARGEST));
        String page = PAGES.get(random.nextInt(PAGES.size()));
        String url = world.server.url("/" + page + "/" + size + "?" + number);
        return switch (page) {
            case "collected", "through" -> Request.post(url, upload(size, world));
            case "unread" -> Request.put(url, upload(random.nextInt(LARGEST), world));
            default -> random.nextInt(10) == 0 ? Request.head(url) : Request.get(url);
        };
    }

    private static Body upload(int size, World world) {
        Random random = world.simulation.random();
        return switch (random.nextInt(3)) {
            case 0 -> stream(content(size), size, random, world.clientLoop);
            case 1 -> stream(content(size), -1, random, world.clientLoop);
            default -> Body.of(content(size));
        };
    }

    /** A body that comes in pieces, some of them late. */
    private static BodyStream stream(byte[] content, long length, Random random, Scheduler loop) {
        ByteBuffer rest = ByteBuffer.wrap(content);
        return BodyStream.of(length, () -> {
            if (!rest.hasRemaining()) {
                return Future.completed(null);
            }
            ByteBuffer piece = rest.slice(rest.position(), 1 + random.nextInt(rest.remaining()));
            rest.position(rest.position() + piece.remaining());
            return random.nextBoolean()
                    ? Future.completed(piece)
                    : loop.sleep(upTo(100, random)).map(slept -> piece);
        });
    }

    private static Duration upTo(int millis, Random random) {
        return Duration.ofMillis(random.nextInt(millis));
    }

    /** What the page that {@code request} asks for consists of. */
    static byte[] content(Request request) {
        String path = request.path();
        return content(Integer.parseInt(path.substring(path.lastIndexOf('/') + 1)));
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }
}
