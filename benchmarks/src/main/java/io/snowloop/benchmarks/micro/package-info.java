/** The parts, measured alone by JMH: each class is one part, beside what a peer has for the same. */
@NullMarked
package io.snowloop.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
