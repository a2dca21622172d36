// SPDX-License-Identifier: Apache-2.0
/**
 * Forms with files: {@code multipart/form-data} (RFC 7578).
 *
 * <p>Read {@link io.snowloop.server.multipart.Multipart} first: how an app gets a form, and the limits. {@code MultipartParser}
 * is a state machine without I/O from bytes to events. {@link io.snowloop.server.multipart.Parts} reads a request's body with
 * it, part by part; {@code FormReader} makes a {@link io.snowloop.server.multipart.MultipartForm} of the parts, with a {@code
 * PartSink} for each.
 */
@NullMarked
package io.snowloop.server.multipart;

import org.jspecify.annotations.NullMarked;
