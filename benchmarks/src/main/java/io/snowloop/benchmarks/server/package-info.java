/** The servers that are measured, each a {@code ServerPeer} in a {@code ServerProcess} of its own; {@code ServerEntry} lists them, {@code ServerBenchmark} measures them. */
@NullMarked
package io.snowloop.benchmarks.server;

import org.jspecify.annotations.NullMarked;
