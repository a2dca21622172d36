// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.zoo.lookupinloop;

import io.snowloop.future.Future;
import io.snowloop.loop.EventLoop;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Finds the address of a host. */
interface Lookup {
    /**
     * The address, now or later. Called on the loop.
     *
     * @param names the resolver of the system, which blocks
     * @param workers threads that may block
     */
    Future<String> address(String name, EventLoop loop, Function<String, String> names, Executor workers);
}
