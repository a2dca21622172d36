// SPDX-License-Identifier: Apache-2.0
package io.snowloop.process;

import io.snowloop.future.Future;
import io.snowloop.future.Scope;
import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.BodyTooLargeException;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A program that runs to its end, and what it writes meanwhile. Its three pipes move at the same time, so none waits for another. */
record Run(ChildProcess child, String program, Body input, int limit) {
    Future<Command.Result> result(Scheduler loop) {
        Future<Command.Result> result = Scope.run(loop, scope -> {
            scope.add(sent());
            Future<Body.Bytes> output = scope.add(collected(child.output(), "output"));
            Future<Body.Bytes> errors = scope.add(collected(child.errors(), "error output"));
            return child.exit()
                    .flatMap(code -> output.flatMap(out -> errors.map(err -> new Command.Result(code, out, err))));
        });
        return result.onDone(child::stop); // which does nothing to one that has ended
    }

    /** A program may end without having read all, as head does. Its exit code tells whether that was right. */
    private Future<@Nullable Void> sent() {
        return child.send(input)
                .recoverWith(
                        error -> error instanceof InputClosedException ? Future.completed(null) : Future.failed(error));
    }

    private Future<Body.Bytes> collected(BodyStream from, String what) {
        return from.collect(limit)
                .recoverWith(error -> Future.failed(error instanceof BodyTooLargeException ? tooMuch(what) : error));
    }

    private IOException tooMuch(String what) {
        return new IOException("the " + what + " of " + program + " has more than " + limit
                + " bytes: raise the limit (Command.limit), or read it piece by piece (Command.start)");
    }
}
