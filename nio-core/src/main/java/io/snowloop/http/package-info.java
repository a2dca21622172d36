/**
 * What HTTP messages are made of, whatever version carries them and whichever side reads them: values, free of I/O.
 *
 * <p>Read {@link io.snowloop.http.Headers} first: an immutable list of fields, and the place where header injection
 * ends. {@link io.snowloop.http.Method}, {@link io.snowloop.http.Status} and {@link io.snowloop.http.Version} are the
 * small values of a start line. {@link io.snowloop.http.MediaType}, {@link io.snowloop.http.Cookie} and
 * {@link io.snowloop.http.HttpDate} read and write the fields that have a grammar of their own.
 * {@link io.snowloop.http.Grammar} has the characters that all of these allow.
 */
@NullMarked
package io.snowloop.http;

import org.jspecify.annotations.NullMarked;
