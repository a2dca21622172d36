// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.client.HarFile.Settings;
import io.snowloop.future.Future;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.JsonObject;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response, for a {@link HarFile}. It is finished when the caller has what it gets, and no request is in flight for it any
 * more: the response was read, or there is none.
 */
final class HarEntry implements FetchListener {
    private final Settings settings;
    private final Request request;
    private final Consumer<HarEntry> onFinished;
    private final Instant began;

    /** How many requests are sent for it: one, or none if a filter answers; more if there is one that sends again. */
    private int inFlight;

    /** The body of the request, if that is a stream. */
    private @Nullable RecordedBody sent;

    private @Nullable Response response;

    /** Its body, unless that is in memory. */
    private @Nullable RecordedBody received;

    /** What the last request has cost. */
    private @Nullable FetchTimings timings;

    /** The caller has a response, or a failure. */
    private boolean answered;

    HarEntry(Settings settings, Request request, Consumer<HarEntry> onFinished) {
        this.settings = settings;
        this.request = request;
        this.onFinished = onFinished;
        this.began = settings.clock().instant();
    }

    /** Sends the request. */
    Future<Response> send(Handler next) {
        FetchListener other = request.attribute(OF_REQUEST);
        Request recorded = request.withAttribute(OF_REQUEST, other == null ? this : other.andThen(this));
        if (request.body() instanceof BodyStream stream && stream.collected() == null) { // it can be read only once
            RecordedBody copied = new RecordedBody(stream, settings, () -> {});
            sent = copied;
            recorded = recorded.withBody(copied);
        }
        return next.handle(recorded).map(this::received).onDone(() -> {
            answered = true;
            finishIfOver();
        });
    }

    private Response received(Response head) {
        response = head;
        if (head.body().collected() != null) { // empty, as after a 101, or of a filter: there is nothing to wait for
            return head;
        }
        RecordedBody copied = new RecordedBody(head.body(), settings, this::finishIfOver);
        received = copied;
        return head.withBody(copied);
    }

    @Override
    public void began(Request sending) {
        inFlight++;
    }

    @Override
    public void finished(FetchTimings cost) {
        inFlight--;
        timings = cost;
        finishIfOver();
    }

    private void finishIfOver() {
        RecordedBody body = received;
        boolean read = body == null || body.hasEnded() || (timings != null && timings.error() != null);
        if (answered && inFlight <= 0 && read) {
            onFinished.accept(this);
        }
    }

    /** It is written, or is not going to be. */
    void release() {
        release(sent);
        release(received);
    }

    private static void release(@Nullable RecordedBody body) {
        if (body != null) {
            body.release();
        }
    }

    // ------------------------------------------------------------------------------------------------------ HAR 1.2

    JsonObject json() {
        FetchTimings cost = timings;
        JsonObject entry = new JsonObject()
                .put("startedDateTime", began.toString())
                .put("time", HarParts.millis(cost))
                .put("request", requestJson())
                .put("response", responseJson())
                .put("cache", new JsonObject())
                .put("timings", HarParts.timings(cost));
        if (cost != null) {
            HarParts.putConnection(entry, cost);
            if (cost.error() != null) {
                entry.put("_error", String.valueOf(cost.error()));
            }
        }
        return entry;
    }

    private JsonObject requestJson() {
        JsonObject json = HarParts.request(request, settings.redaction());
        String type = request.header("Content-Type");
        Body body = request.body();
        Body.Bytes whole = body.collected();
        RecordedBody copied = sent;
        if (copied != null) {
            json.put("bodySize", copied.size());
            json.put("postData", HarParts.postData(type, copied.copy(), copied.size()));
        } else if (whole == null) { // a file
            json.put("bodySize", body.length());
            json.put("postData", HarParts.postData(type, new byte[0], body.length()));
        } else {
            json.put("bodySize", whole.length());
            if (whole.length() > 0) {
                json.put(
                        "postData",
                        HarParts.postData(type, HarParts.prefix(whole, settings.maxBody()), whole.length()));
            }
        }
        return json;
    }

    private JsonObject responseJson() {
        Response head = response;
        if (head == null) {
            return HarParts.noResponse();
        }
        RecordedBody body = received;
        Body.Bytes whole = Objects.requireNonNullElse(head.body().collected(), Body.EMPTY);
        byte[] copy = body != null ? body.copy() : HarParts.prefix(whole, settings.maxBody());
        long size = body != null ? body.size() : whole.length();
        return HarParts.response(head, settings.redaction())
                .put("bodySize", size)
                .put("content", HarParts.content(head.header("Content-Type"), copy, size));
    }
}
