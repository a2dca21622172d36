// SPDX-License-Identifier: Apache-2.0
/**
 * The measured servers, each a {@code ServerPeer} in its own {@code ServerProcess}. {@code ServerEntry} lists them,
 * {@code ServerBenchmark} measures them; over HTTP/2, {@code Http2Entries} and {@code Http2Benchmark}.
 */
@NullMarked
package io.snowloop.benchmarks.server;

import org.jspecify.annotations.NullMarked;
