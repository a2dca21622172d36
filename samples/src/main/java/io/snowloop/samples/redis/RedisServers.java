// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import io.snowloop.future.Future;
import java.net.SocketAddress;

/** Says which server to connect to. */
@FunctionalInterface
public interface RedisServers {
    /** {@return the address of the server that takes writes now} Called before each connection, on the loop's thread. */
    Future<SocketAddress> master();
}
