// SPDX-License-Identifier: Apache-2.0
/**
 * The client as a command.
 *
 * <p>{@code FetchCommand} makes requests, options and filters of its arguments, which are in groups, one class for each. {@code
 * FetchJob} runs one of the requests, {@code FetchResult} is its result. Many requests are in flight at once; {@code
 * OrderedOutput} keeps their output apart.
 */
@NullMarked
package io.snowloop.samples.fetch;

import org.jspecify.annotations.NullMarked;
