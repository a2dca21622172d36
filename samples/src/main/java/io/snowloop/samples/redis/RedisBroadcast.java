// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Messages for all servers: each server gets each message once, and all in the same order. One that starts, or was cut off, gets those that it has
 * missed, if they are among the last that are kept.
 *
 * <p>Redis keeps no message of a channel, so the messages are in a stream. A message of the channel says only that the stream has more: then,
 * and when a lost subscription is back, the server reads on from where it was. So it does not matter whether such a message was lost or came
 * twice.
 *
 * <p>All methods belong to the loop of {@code redis}.
 */
public final class RedisBroadcast implements AutoCloseable {
    private static final String PUBLISH = """
            redis.call('XADD', KEYS[1], 'MAXLEN', ARGV[1], '*', 'message', ARGV[2])
            return redis.call('PUBLISH', KEYS[1], '')""";

    private static final System.Logger LOG = System.getLogger(RedisBroadcast.class.getName());
    private static final int MOST_AT_ONCE = 100;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Redis redis;
    private final String key;
    private final int kept;
    private final Consumer<String> receiver;
    private final Subscription subscription;

    /** The id of the last message that the receiver has got. */
    private String last = "0";

    private boolean reading;

    /** Whether the stream may have more than is being read. */
    private boolean more;

    private boolean closed;

    /**
     * Begins with the messages that are kept.
     * @param redis whose loop calls {@code receiver}
     * @param key of the stream, and name of the channel
     * @param kept how many messages the stream has, at most
     * @param receiver gets the messages, those of this server too
     */
    public RedisBroadcast(Redis redis, String key, int kept, Consumer<String> receiver) {
        this.redis = requireNonNull(redis, "redis");
        this.key = requireNonNull(key, "key");
        this.kept = kept;
        this.receiver = requireNonNull(receiver, "receiver");
        this.subscription = redis.subscribe(List.of(key), (channel, nothing) -> read(), this::read);
    }

    /**
     * Sends a message to all servers.
     * @param message of any text
     * @return completes when it is kept. If it fails with something else than {@link NotSentException}, the message may have been sent, or not
     */
    public Future<?> publish(String message) {
        return redis.eval(PUBLISH, List.of(key), kept, message);
    }

    /** Reads on. One read at a time, so that no message comes twice. */
    private void read() {
        more = true;
        if (reading || closed) {
            return;
        }
        reading = true;
        more = false;
        redis.call(Command.of("XRANGE", key, "(" + last, "+", "COUNT", MOST_AT_ONCE)
                        .on(key))
                .map(RespValue::items)
                .onComplete((entries, error) -> {
                    reading = false;
                    if (closed) {
                        return;
                    }
                    if (entries == null) {
                        redis.loop().schedule(PAUSE, this::read);
                        return;
                    }
                    try {
                        entries.forEach(this::take);
                    } catch (RuntimeException e) {
                        // Of the receiver, or an entry that no stream has. The next ones still come.
                        LOG.log(Level.WARNING, "a message of " + key + " is lost", e);
                        redis.loop().schedule(PAUSE, this::read);
                        return;
                    }
                    if (more || entries.size() == MOST_AT_ONCE) {
                        read();
                    }
                });
    }

    /** The id, and then names and values, of which there is one. */
    private void take(RespValue entry) {
        List<RespValue> words = entry.items();
        String id = requireNonNull(words.get(0).text());
        String message = requireNonNull(words.get(1).items().get(1).text());
        last = id; // before: a message at which the receiver throws does not come again
        receiver.accept(message);
    }

    /** Ends it. The receiver gets no message after those that have come. */
    @Override
    public void close() {
        closed = true;
        subscription.close();
    }
}
