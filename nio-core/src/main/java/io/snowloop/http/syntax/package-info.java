// SPDX-License-Identifier: Apache-2.0
/**
 * The syntax that messages and URIs have in common with nothing but text: {@link io.snowloop.http.syntax.Grammar}, which
 * characters may be where; {@link io.snowloop.http.syntax.UriHost}, what is an IP address; {@link
 * io.snowloop.http.syntax.UriText}, what has to be encoded; {@link io.snowloop.http.syntax.Printable}, what may be shown; {@link
 * io.snowloop.http.syntax.AcceptedCodings}, what is liked best; {@link io.snowloop.http.syntax.EntityTags}, what is known. It
 * is exported to Snowloop's modules only.
 */
@NullMarked
package io.snowloop.http.syntax;

import org.jspecify.annotations.NullMarked;
