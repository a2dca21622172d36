// SPDX-License-Identifier: Apache-2.0
/**
 * Filters for apps. Add them with {@link io.snowloop.server.Snow#filter}.
 *
 * <p>Read {@link io.snowloop.server.filter.AccessLog} first: it is an example of a filter, and {@link
 * io.snowloop.server.filter.AccessLogFormat} makes its lines. Then {@link
 * io.snowloop.server.filter.Compression}: it decides, {@code CodedBody} codes a body while it is sent, and {@link
 * io.snowloop.server.filter.ContentCoding} is one coding.
 *
 * <p>{@link io.snowloop.server.filter.ConditionalGet} answers with 304, {@link io.snowloop.server.filter.Cors} and {@link
 * io.snowloop.server.filter.SecurityHeaders} add fields for browsers, {@link io.snowloop.server.filter.RateLimit}
 * refuses what is too much, {@link io.snowloop.server.filter.RequestId} gives each request a name, and {@link
 * io.snowloop.server.filter.Forwarded} finds its client behind proxies.
 */
@NullMarked
package io.snowloop.server.filter;

import org.jspecify.annotations.NullMarked;
