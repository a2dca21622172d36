// SPDX-License-Identifier: Apache-2.0
/**
 * A client of Redis on the loop: the third protocol, after HTTP and WebSocket, and the smallest.
 *
 * <p>Read in this order: {@link io.snowloop.samples.redis.RespValue}, what can be said; {@link io.snowloop.samples.redis.RespReader} and
 * {@link io.snowloop.samples.redis.Command}, from bytes to values and from words to bytes, without I/O; {@link
 * io.snowloop.samples.redis.RedisConnection}, many commands on one connection; {@link io.snowloop.samples.redis.Redis}, which connects
 * again when one is lost.
 *
 * <p>Of these are made what the servers of one app share: {@link io.snowloop.samples.redis.RedisSessionStore}, {@link
 * io.snowloop.samples.redis.RedisRateLimit} and {@link io.snowloop.samples.redis.RedisBroadcast}.
 */
@NullMarked
package io.snowloop.samples.redis;

import org.jspecify.annotations.NullMarked;
