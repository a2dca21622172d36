/**
 * The syntax that messages and URIs have in common with nothing but text: {@link io.snowloop.http.syntax.Grammar}, which
 * characters may be where, and {@link io.snowloop.http.syntax.UriHost}, what is an IP address. It is not exported.
 */
@NullMarked
package io.snowloop.http.syntax;

import org.jspecify.annotations.NullMarked;
