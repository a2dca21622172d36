// SPDX-License-Identifier: Apache-2.0
// WRONG ON PURPOSE
package io.snowloop.samples.zoo.lookupinloop;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Asks the resolver of the system. */
final class Wrong implements Lookup {
    @Override
    public Future<String> address(String name, EventLoop loop, Function<String, String> names, Executor workers) {
        return Future.completed(names.apply(name)); // a real one: InetAddress.getByName
    }
}
