/** The {@link io.snowloop.http.syntax.Grammar} of HTTP, for the packages of messages and codecs. It is not exported. */
@NullMarked
package io.snowloop.http.syntax;

import org.jspecify.annotations.NullMarked;
