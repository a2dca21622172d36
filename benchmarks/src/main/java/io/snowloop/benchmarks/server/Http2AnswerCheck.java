// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.server;

import io.snowloop.benchmarks.measure.Http2Work;
import io.snowloop.benchmarks.measure.Work;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The check of the responses over HTTP/2 of an entry before it is measured, with the client of Vert.x. */
final class Http2AnswerCheck {
    private static final int TIMEOUT_SECONDS = 20;

    private Http2AnswerCheck() {}

    /** A response with its body. */
    private record Answer(HttpClientResponse response, Buffer body) {}

    /**
     * Sends as many requests at the same time, on one connection, as the work has streams, and checks the responses.
     *
     * @return the names of the header fields of the response
     * @throws IOException if a response is wrong; the message says why
     */
    static String check(int port, Http2Work work) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            List<Answer> answers = answers(vertx, port, work);
            for (Answer answer : answers) {
                check(answer, work);
            }
            TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            names.addAll(answers.get(0).response.headers().names());
            return String.join(", ", names);
        } finally {
            vertx.close();
        }
    }

    /** The length of the body of each response. */
    static int bodyLength(Http2Work work) {
        return expected(work).length;
    }

    private static byte[] expected(Http2Work work) {
        return work.body() == Work.BYTES ? Payload.BYTES : Payload.textBytes();
    }

    private static List<Answer> answers(Vertx vertx, int port, Http2Work work) throws IOException {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setSsl(work.tls())
                .setUseAlpn(work.tls())
                .setTrustAll(true)
                .setVerifyHost(false);
        HttpClient client = vertx.createHttpClient(options, new PoolOptions().setHttp2MaxSize(1));
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(work.body().path());
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < work.streams(); i++) {
            answers.add(client.request(request)
                    .compose(open -> open.send())
                    .compose(response -> response.body().map(body -> new Answer(response, body))));
        }
        try {
            Future.all(answers).await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no response to " + work.title() + " within " + TIMEOUT_SECONDS + " s", e);
        } catch (Exception e) { // of any class, although await() declares none
            throw new IOException("no response to " + work.title() + ": " + e, e);
        }
        return answers.stream().map(Future::result).toList();
    }

    private static void check(Answer answer, Http2Work work) throws IOException {
        HttpClientResponse response = answer.response;
        byte[] expected = expected(work);
        if (response.version() != HttpVersion.HTTP_2 || response.statusCode() != 200) {
            throw new IOException(
                    "the response to " + work.title() + " is " + response.version() + " " + response.statusCode());
        }
        if (!Integer.toString(expected.length).equals(response.getHeader("content-length"))) {
            throw new IOException("the response to " + work.title() + " has no length or another: "
                    + response.getHeader("content-length"));
        }
        if (!Arrays.equals(answer.body.getBytes(), expected)) {
            throw new IOException("the response to " + work.title() + " is wrong: " + answer.body.length()
                    + " bytes, not " + expected.length);
        }
    }
}
