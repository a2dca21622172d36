// SPDX-License-Identifier: Apache-2.0
/**
 * The measured clients, each a {@code ClientPeer} in its own {@code ClientProcess}. {@code ClientEntry} lists them,
 * {@code ClientBenchmark} measures them.
 */
@NullMarked
package io.snowloop.benchmarks.client;

import org.jspecify.annotations.NullMarked;
