/**
 * A fetch that survives a partition of the network, in virtual time: {@code ./snowloop run simulated-outage}.
 *
 * <p>{@link io.snowloop.samples.outage.Outage} is all of it: two hosts, the link between them, what goes wrong there, and
 * a fetch that is repeated until it succeeds. {@code Timeline} prints who did what, and when.
 */
@NullMarked
package io.snowloop.samples.outage;

import org.jspecify.annotations.NullMarked;
