/**
 * The client as a command.
 *
 * <p>{@code FetchCommand} makes requests of its arguments, {@code FetchJob} is one of them on its way, {@code FetchResult}
 * what is known at its end. Many are under way at once but must not mix their output: {@code OrderedOutput} sees to that.
 */
@NullMarked
package io.snowloop.samples.fetch;

import org.jspecify.annotations.NullMarked;
