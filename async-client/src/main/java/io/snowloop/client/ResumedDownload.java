// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.Handler;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A download that goes on where an earlier one has ended (RFC 9110 §14). What has arrived is in {@code file.part}, and the entity
 * tag that it belongs to in {@code file.part.tag}. As a tag is of one resource (§8.8.3), two more lines have the URL, and the place that
 * redirects led to: its URL without the query, which is another one each time where links are signed. A part without all is of no use.
 */
final class ResumedDownload {
    /** Of a 206 or a 416 (§14.4): the first byte, the last byte, and the length. */
    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18})", Pattern.CASE_INSENSITIVE);

    /** Only a strong tag says that the bytes are the same (§8.8.1, §13.1.5). */
    private static final Pattern STRONG_TAG = Pattern.compile("\"[\\x21\\x23-\\x7e]*\"");

    /** A tag and two URLs: all fit into requests or responses that were sent. */
    private static final int MAX_NOTES = 3 << 16;

    /** The tag of a part, and where its bytes came from. */
    private record Notes(String tag, String place) {}

    /** What is done with a response. */
    private interface Step {
        Future<Response> call() throws IOException;
    }

    private final Handler fetch;
    private final Request request;
    private final Path target;
    private final Path part;
    private final Path tag;

    /** Where the last response came from. */
    private String place;

    private ResumedDownload(Handler fetch, Request request, Path target) {
        this.fetch = fetch;
        this.request = request.withAttribute(Redirects.TARGETS, url -> place = withoutQuery(url));
        this.place = withoutQuery(request.target());
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + ".part");
        this.tag = target.resolveSibling(target.getFileName() + ".part.tag");
    }

    private static String withoutQuery(String url) {
        return url.split("[?#]", 2)[0];
    }

    /** Fetches what is missing of a file. On the loop's thread. */
    static Future<Response> start(Handler fetch, Request request, Path file) throws IOException {
        if (!request.method().equals(Method.GET) || request.headers().contains("Range")) {
            throw new IllegalArgumentException("only a GET without a Range can be resumed, not " + request);
        }
        Path target = PartFile.followLinks(file);
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new FileSystemException(file.toString(), null, "it is no regular file: download() writes to it");
        }
        // The offsets and the tag of a coded body are others: no filter may decode it.
        Request identity = request.withHeader("Accept-Encoding", "identity");
        return new ResumedDownload(fetch, identity, target).begin();
    }

    private Future<Response> begin() throws IOException {
        Notes known = notes();
        long from = known == null ? 0 : Files.size(part);
        if (known == null || from == 0) {
            return whole();
        }
        Request rest = request.withHeader("Range", "bytes=" + from + "-").withHeader("If-Range", known.tag);
        return fetch.handle(rest)
                .flatMap(response ->
                        attempt(response, () -> switch (response.status().code()) {
                            case 206 -> partial(response, from, known);
                            case 416 -> nothing(response, from, known);
                            default -> saveWhole(response);
                        }));
    }

    /** What is known of the part; null if it is of another URL, or if there is none. */
    private @Nullable Notes notes() throws IOException {
        if (!Files.isRegularFile(part) || !Files.isRegularFile(tag) || Files.size(tag) > MAX_NOTES) {
            return null;
        }
        String[] lines = Files.readString(tag, StandardCharsets.ISO_8859_1).split("\n", 4);
        boolean same = lines.length == 4 && lines[1].equals(request.target());
        return same && STRONG_TAG.matcher(lines[0]).matches() ? new Notes(lines[0], lines[2]) : null;
    }

    /** Whether a response is of the resource that the part is of, as far as it says: a 206 has the tag, a 416 need not. */
    private boolean isOf(Notes known, Response response) {
        String sent = response.header("ETag");
        return place.equals(known.place) && (sent == null || sent.equals(known.tag));
    }

    private Future<Response> whole() {
        return fetch.handle(request).flatMap(response -> attempt(response, () -> saveWhole(response)));
    }

    /** The file has changed, the server knows no ranges, or this is the first attempt. */
    private Future<Response> saveWhole(Response response) throws IOException {
        if (!Download.isWanted(request, response)) {
            return UnwantedBody.receive(response).map(response::withBody);
        }
        String sent = response.header("ETag");
        return save(response, 0, -1, sent != null && STRONG_TAG.matcher(sent).matches() ? sent : null);
    }

    /** The rest, if it is of the same file and all of it; else the server has its own idea of ranges, and all is fetched anew. */
    private Future<Response> partial(Response response, long from, Notes known) throws IOException {
        Matcher range = range(response);
        boolean fits = range.matches()
                && range.group(1) != null
                && Long.parseLong(range.group(1)) == from
                && Long.parseLong(range.group(2)) + 1 == Long.parseLong(range.group(3))
                && isOf(known, response);
        return fits ? save(response, from, Long.parseLong(range.group(3)), known.tag) : anew(response);
    }

    /** All of it was there already: only its name was missing. */
    private Future<Response> nothing(Response response, long from, Notes known) throws IOException {
        Matcher range = range(response);
        boolean all = range.matches() && range.group(1) == null && Long.parseLong(range.group(3)) == from;
        if (!all || !isOf(known, response)) {
            return anew(response);
        }
        PartFile.reopen(target, part, from, response, true, from).end(Headers.empty());
        Files.deleteIfExists(tag);
        return UnwantedBody.receive(response)
                .map(discarded -> response.withStatus(Status.OK).withBody(Body.EMPTY));
    }

    private static Matcher range(Response response) {
        String range = response.header("Content-Range");
        return CONTENT_RANGE.matcher(range == null ? "" : range);
    }

    private Future<Response> anew(Response response) throws IOException {
        Files.deleteIfExists(tag);
        return UnwantedBody.receive(response).flatMap(discarded -> whole());
    }

    /**
     * Saves a body behind the first {@code from} bytes of the part; with a tag, the part stays if the body breaks off. The body of a 206 ends
     * by its framing, and what it has of the file says its Content-Range (§14.4): some servers get one of them wrong, so the bytes are counted.
     *
     * @param length of the whole file; -1 if only the end of the body tells
     */
    private Future<Response> save(Response response, long from, long length, @Nullable String strong)
            throws IOException {
        PartFile file = PartFile.reopen(target, part, from, response, strong != null, length);
        if (from == 0) { // it has no bytes now, so the new tag cannot be taken for one of the old bytes
            writeTag(file, strong);
        }
        return Download.into(file, response)
                .flatMap(saved -> attempt(saved, () -> {
                    Files.deleteIfExists(tag);
                    return Future.completed(saved);
                }));
    }

    private void writeTag(PartFile file, @Nullable String strong) throws IOException {
        try {
            Files.deleteIfExists(tag);
            if (strong != null) {
                Files.writeString(
                        tag, strong + "\n" + request.target() + "\n" + place + "\n", StandardCharsets.ISO_8859_1);
            }
        } catch (IOException e) {
            file.discard();
            throw e;
        }
    }

    /** What goes wrong with the files fails the download, and ends the response. */
    private Future<Response> attempt(Response response, Step step) {
        try {
            return step.call();
        } catch (IOException e) {
            response.cancel();
            return Future.failed(Destination.cannotWrite(target, e));
        }
    }
}
