/** The benchmarks of Snowloop: {@code Bench} is the command line; {@code server} and {@code client} hold what is measured, {@code micro} the parts alone, {@code measure} what measures, {@code report} what is made of that. */
@NullMarked
package io.snowloop.benchmarks;

import org.jspecify.annotations.NullMarked;
