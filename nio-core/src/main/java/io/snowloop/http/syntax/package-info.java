// SPDX-License-Identifier: Apache-2.0
/**
 * The syntax that messages and URIs have in common with nothing but text: {@link io.snowloop.http.syntax.Grammar}, which
 * characters may be where; {@link io.snowloop.http.syntax.UriHost}, what is an IP address, and
 * {@link io.snowloop.http.syntax.AddressRange}, which of them begin alike;
 * {@link io.snowloop.http.syntax.HostPattern}, a set of hosts; {@link io.snowloop.http.syntax.UriText}, what has to be encoded;
 * {@link io.snowloop.http.syntax.Printable}, what may be shown; {@link
 * io.snowloop.http.syntax.AcceptedCodings}, what is liked best; {@link io.snowloop.http.syntax.EntityTags}, what is known;
 * {@link io.snowloop.http.syntax.PlainValue}, numbers and booleans; {@link io.snowloop.http.syntax.JsonObject} writes JSON, {@link
 * io.snowloop.http.syntax.HtmlText} is text in HTML. It is exported to Snowloop's modules only.
 */
@NullMarked
package io.snowloop.http.syntax;

import org.jspecify.annotations.NullMarked;
