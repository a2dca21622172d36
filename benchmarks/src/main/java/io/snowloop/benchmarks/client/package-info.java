/**
 * The clients that are measured, each a {@code ClientPeer} in a {@code ClientProcess} of its own; {@code ClientEntry} lists
 * them, {@code ClientBenchmark} measures them.
 */
@NullMarked
package io.snowloop.benchmarks.client;

import org.jspecify.annotations.NullMarked;
