// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.snowloop.future.Future;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole app without a connection: it finds the view among few or many, and calls it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Routing {
    private static final Response ANSWER = Response.text("found");

    /** The number of routes of each kind. */
    @Param({"10", "10000"})
    public int routes;

    private Snow app = new Snow();
    private Request text = Request.get("/");
    private Request parameter = Request.get("/");

    /** Makes the app. */
    @Setup
    public void fill() {
        app = new Snow();
        for (int i = 0; i < routes; i++) {
            app.get("/text/" + i, request -> ANSWER).get("/users" + i + "/{id:int}/posts", request -> ANSWER);
        }
        text = Request.get("/text/" + routes / 2);
        parameter = Request.get("/users" + routes / 2 + "/42/posts");
    }

    /** A path without a parameter. */
    @Benchmark
    public Future<Response> text() {
        return app.handle(text);
    }

    /** A path with a number as parameter. */
    @Benchmark
    public Future<Response> parameter() {
        return app.handle(parameter);
    }
}
