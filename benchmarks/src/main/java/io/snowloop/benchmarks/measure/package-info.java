/** Numbers: CPU time and memory of processes, the load generator, and what several rounds come to. */
@NullMarked
package io.snowloop.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
