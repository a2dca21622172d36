// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import io.snowloop.tls.TlsConfig;
import io.snowloop.tls.TlsLayer;
import io.snowloop.transport.Connector;
import io.snowloop.transport.Transport;
import io.snowloop.transport.WaterMarks;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What comes before the first command of a caller: a connection, TLS, the version of the protocol, the user, the database. */
final class Greeting {
    private Greeting() {}

    /** A connection that is ready for commands. */
    static Future<RedisConnection> connect(
            Scheduler loop, RedisOptions options, Consumer<RespValue.Push> pushes, Consumer<Throwable> lost) {
        RedisConnection connection = new RedisConnection(loop, options.maxValue(), pushes, lost);
        Future<RedisConnection> ready = open(loop, options, connection)
                .flatMap(transport -> greet(loop, connection, options))
                .map(greeted -> connection);
        ready.onComplete((value, error) -> {
            if (error != null) {
                connection.close();
            }
        });
        return ready;
    }

    private static Future<Transport> open(Scheduler loop, RedisOptions options, RedisConnection connection) {
        Duration limit = options.timeout();
        TlsConfig tls = options.tls();
        if (tls == null) {
            return Connector.DEFAULT.connect(loop, options.address(), limit, connection);
        }
        InetSocketAddress address = (InetSocketAddress) options.address();
        return TlsLayer.client(loop, tls, address.getHostString(), address.getPort(), WaterMarks.DEFAULT, connection)
                .connect(Connector.DEFAULT, address, limit);
    }

    /** All at once: the answers come in this order. */
    private static Future<?> greet(Scheduler loop, RedisConnection connection, RedisOptions options) {
        List<Future<RespValue>> answers = new ArrayList<>();
        answers.add(connection.call(hello(options), options.timeout()));
        if (options.database() != 0) {
            answers.add(connection.call(Command.of("SELECT", options.database()), options.timeout()));
        }
        return Future.all(loop, answers);
    }

    private static Command hello(RedisOptions options) {
        if (requireNonNull(options.password()).isEmpty()) {
            return Command.of("HELLO", 3);
        }
        return Command.of(
                "HELLO", 3, "AUTH", options.user().isEmpty() ? "default" : options.user(), options.password());
    }
}
