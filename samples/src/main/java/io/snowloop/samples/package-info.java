// SPDX-License-Identifier: Apache-2.0
/**
 * The launcher of the samples: {@link io.snowloop.samples.Snowloop} is the command line, {@code Samples} the list of
 * all programs that it can run.
 *
 * <p>{@code crawl} is the main job, with server and client on one thread; {@code fetch} is the client as a command, and
 * {@code bench} the server.
 */
@NullMarked
package io.snowloop.samples;

import org.jspecify.annotations.NullMarked;
