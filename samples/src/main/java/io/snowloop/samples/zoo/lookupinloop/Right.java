// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.lookupinloop;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.loop.EventLoop;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Asks the resolver of the system. */
final class Right implements Lookup {
    @Override
    public Future<String> address(String name, EventLoop loop, Function<String, String> names, Executor workers) {
        Promise<String> address = loop.newPromise();
        workers.execute(() -> address.complete(names.apply(name)));
        return address;
    }
}
