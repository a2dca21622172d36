// SPDX-License-Identifier: Apache-2.0
/**
 * A fetch that survives a partition of the network, in virtual time: {@code ./snowloop run simulated-outage}.
 *
 * <p>{@link io.snowloop.samples.outage.Outage} has two hosts, the faults of the link between them, and a fetch that is
 * retried until it succeeds. A {@link io.snowloop.samples.scene.Timeline} of it is printed, and {@code Drawing} draws it.
 */
@NullMarked
package io.snowloop.samples.outage;

import org.jspecify.annotations.NullMarked;
