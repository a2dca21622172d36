// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import org.jspecify.annotations.Nullable;

/**
 * What a client was really sent in answer to a request: see {@link RequestContext#sent}.
 *
 * @param status of the final response; null if its head was not sent, because the client had left
 * @param bytes of the body that the connection has taken, without the framing of chunks. Of a response that broke off, the last ones,
 *     up to {@link io.snowloop.transport.WaterMarks#high} and 64 KiB, may not have left this machine
 * @param complete whether the response is complete
 */
public record SentResponse(@Nullable Status status, long bytes, boolean complete) {}
