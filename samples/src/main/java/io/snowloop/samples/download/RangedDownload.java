// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.download;

import static io.snowloop.client.Retries.retries;

import io.snowloop.client.Fetcher;
import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.loop.Scheduler;
import io.snowloop.samples.IoMessages;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A download of one file in several ranges at once (RFC 9110 §14). All of it runs on the fetcher's loop.
 *
 * <p>The first request asks for the first bytes only. Its answer says whether the server knows ranges, how long the file is, and its
 * entity tag. Then the file is cut into ranges, and some requests fetch them at the same time, each with {@code If-Range} and that
 * tag: so a file that changes meanwhile is noticed, and all of it is fetched anew. A range that breaks off goes on where it was.
 * Without ranges, or without a strong tag, the file comes in one response.
 */
final class RangedDownload {
    /** The first request asks for so many bytes, and no range is shorter. */
    static final int FIRST = 64 * 1024;

    private static final int MOST_CHANGES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int MOST_DOUBLINGS = 6;

    private final Fetcher fetcher;
    private final Request request;
    private final PartFile part;
    private final Settings settings;
    private int changes;

    /**
     * How a file is downloaded.
     *
     * @param ranges how many are fetched at once
     * @param retries how often a range may fail in a row, without a byte
     */
    record Settings(int ranges, int retries, Progress progress) {}

    /** Who sees how far it is. */
    @FunctionalInterface
    interface Progress {
        /**
         * Called after each piece.
         *
         * @param total -1 if it is not known
         */
        void update(long bytes, long total);
    }

    /**
     * What was downloaded.
     *
     * @param bytes the length of the file
     * @param ranges in how many ranges it came; 0 if it came in one response without
     * @param before how many bytes an earlier download had left
     */
    record Result(long bytes, int ranges, long before) {}

    /** The file is another one by now. */
    private static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1L;

        ChangedException() {
            super("the file has changed again and again while it was downloaded");
        }
    }

    /** What the server says of ranges is not true. */
    private static final class NoRangesException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** There is no answer, or one that another attempt would not change: the filter has tried. */
    private static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(Response response) {
            super("the server answers " + response.status());
        }

        RefusedException(IOException cause) {
            super(IoMessages.of(cause), cause);
        }
    }

    RangedDownload(Fetcher fetcher, String url, PartFile part, Settings settings) {
        this.fetcher = fetcher.with(retries(settings.retries));
        // Offsets are those of the bytes as they are, so no coding.
        this.request = Request.get(url).withHeader("Accept-Encoding", "identity");
        this.part = part;
        this.settings = settings;
    }

    /** Downloads what is missing. On the loop's thread. The part stays open, and has all bytes when the future completes. */
    Future<Result> start() {
        PartFile.State before = part.state(request.target());
        return before == null ? begin() : fetchRanges(before, before.done());
    }

    private Future<Result> begin() {
        return fetcher.handle(request.withHeader("Range", "bytes=0-" + (FIRST - 1)))
                .flatMap(response -> switch (response.status().code()) {
                    case 206 -> firstRange(response);
                    case 200 -> whole(response);
                    case 416 -> discard(response, this::wholeAnew); // of an empty file there is no range
                    default -> refuse(response);
                });
    }

    private Future<Result> firstRange(Response response) {
        ContentRange range = ContentRange.of(response);
        String tag = ContentRange.strongTag(response);
        if (range == null || tag == null || range.first() != 0 || range.last() >= FIRST) {
            return discard(response, this::wholeAnew);
        }
        int ranges = (int) Math.min(settings.ranges, Math.max(1, range.length() / FIRST));
        PartFile.State begun;
        try {
            begun = part.begin(request.target(), tag, range.length(), ranges);
        } catch (IOException e) {
            response.cancel();
            return Future.failed(e);
        }
        return receive(0, range.last() + 1, response)
                .transform(outcome -> isFinal(outcome.error())
                        ? Future.failed(Objects.requireNonNull(outcome.error()))
                        : fetchRanges(begun, 0));
    }

    /** All ranges that are not complete, some at once. */
    private Future<Result> fetchRanges(PartFile.State begun, long before) {
        Queue<Integer> waiting = new ArrayDeque<>();
        for (int i = 0; i < begun.ranges().size(); i++) {
            waiting.add(i);
        }
        List<Future<@Nullable Void>> workers = new ArrayList<>();
        for (int i = 0; i < settings.ranges && !waiting.isEmpty(); i++) {
            workers.add(fetchNext(waiting));
        }
        return Future.all(Scheduler.current(), workers)
                .map(done -> new Result(begun.length(), begun.ranges().size(), before))
                .recoverWith(this::startAgain);
    }

    private Future<@Nullable Void> fetchNext(Queue<Integer> waiting) {
        Integer next = waiting.poll();
        return next == null ? Future.completed(null) : fetchRange(next, 0).flatMap(done -> fetchNext(waiting));
    }

    private Future<Result> startAgain(Throwable error) {
        if (error instanceof NoRangesException) {
            return wholeAnew();
        }
        return error instanceof ChangedException && ++changes < MOST_CHANGES ? begin() : Future.failed(error);
    }

    /** @param failed how often it has failed in a row, without a byte */
    private Future<@Nullable Void> fetchRange(int number, int failed) {
        PartFile.State state = Objects.requireNonNull(part.state(request.target()));
        Range range = state.ranges().get(number);
        if (range.missing() == 0) {
            return Future.completed(null);
        }
        Request rest = request.withHeader("Range", "bytes=" + range.next() + "-" + range.last())
                .withHeader("If-Range", state.tag());
        return fetcher.handle(rest)
                .recoverWith(error -> Future.failed(error instanceof IOException io ? new RefusedException(io) : error))
                .flatMap(response -> take(number, range, state, response))
                .transform(outcome -> goOn(number, range, outcome.error(), failed));
    }

    /** After an attempt: with the rest, with another attempt, or not at all. */
    private Future<@Nullable Void> goOn(int number, Range before, @Nullable Throwable error, int failed) {
        if (error == null) {
            return fetchRange(number, 0);
        }
        int failures = missing(number) < before.missing() ? 0 : failed + 1;
        return isFinal(error) || failures > settings.retries
                ? Future.failed(error)
                : pause(failures).flatMap(slept -> fetchRange(number, failures));
    }

    private long missing(int number) {
        PartFile.State state = part.state(request.target());
        return state == null ? 0 : state.ranges().get(number).missing();
    }

    private static Future<@Nullable Void> pause(int failures) {
        return Scheduler.current().sleep(FIRST_PAUSE.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS)));
    }

    /** Whether another attempt at this range is of no use. */
    private static boolean isFinal(@Nullable Throwable error) {
        return error != null
                && (!(error instanceof IOException)
                        || error instanceof FileSystemException
                        || error instanceof ChangedException
                        || error instanceof NoRangesException
                        || error instanceof RefusedException);
    }

    private Future<@Nullable Void> take(int number, Range range, PartFile.State state, Response response) {
        try {
            ContentRange sent = check(range, state, response);
            return receive(number, sent.last() - sent.first() + 1, response);
        } catch (IOException e) {
            response.cancel();
            return Future.failed(e);
        }
    }

    /** The range that a response has. Throws an exception if it is not of what was asked for. */
    private static ContentRange check(Range asked, PartFile.State state, Response response) throws IOException {
        String tag = response.header("ETag");
        boolean same = tag == null || tag.equals(state.tag());
        switch (response.status().code()) {
            case 206 -> {
                ContentRange sent = ContentRange.of(response);
                if (!same || (sent != null && sent.length() != state.length())) {
                    throw new ChangedException();
                }
                // Less than was asked for is allowed (§15.3.7), and then the rest is asked for.
                if (sent == null || sent.first() != asked.next() || sent.last() > asked.last()) {
                    throw new NoRangesException();
                }
                return sent;
            }
            case 200 -> throw same ? new NoRangesException() : new ChangedException(); // §13.1.5
            case 412, 416 -> throw new ChangedException();
            default -> throw new RefusedException(response);
        }
    }

    private Future<@Nullable Void> receive(int number, long length, Response response) {
        return RangeSink.write(response.body().stream(), length, bytes -> {
            part.write(number, bytes);
            PartFile.State now = Objects.requireNonNull(part.state(request.target()));
            settings.progress.update(now.done(), now.length());
        });
    }

    private Future<Result> wholeAnew() {
        return fetcher.handle(request)
                .flatMap(response -> response.status().code() == 200 ? whole(response) : refuse(response));
    }

    private Future<Result> whole(Response response) {
        return whole(response, 0);
    }

    /** In one response. What has arrived of one that breaks off is of no use. */
    private Future<Result> whole(Response response, int failed) {
        long length = response.body().length();
        long[] at = {0};
        try {
            part.clear();
        } catch (IOException e) {
            response.cancel();
            return Future.failed(e);
        }
        return RangeSink.write(response.body().stream(), length, bytes -> {
                    int more = bytes.remaining();
                    part.write(at[0], bytes);
                    at[0] += more;
                    settings.progress.update(at[0], length);
                })
                .map(done -> new Result(at[0], 0, 0))
                .recoverWith(error -> isFinal(error) || failed >= settings.retries
                        ? Future.failed(error)
                        : pause(failed)
                                .flatMap(slept -> fetcher.handle(request))
                                .flatMap(again ->
                                        again.status().code() == 200 ? whole(again, failed + 1) : refuse(again)));
    }

    private static Future<Result> refuse(Response response) {
        response.cancel();
        return Future.failed(new RefusedException(response));
    }

    private static Future<Result> discard(Response response, Supplier<Future<Result>> next) {
        response.cancel();
        return next.get();
    }
}
