// SPDX-License-Identifier: Apache-2.0
/** The server for benchmarks and conformance tests: {@code BenchApp} is the app, the rest its command line. */
@NullMarked
package io.snowloop.samples.bench;

import org.jspecify.annotations.NullMarked;
