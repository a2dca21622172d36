// SPDX-License-Identifier: Apache-2.0
/**
 * Meets programs that we didn't write: servers, proxies, clients and attackers, each in a container.
 *
 * <p>Read {@link io.snowloop.samples.it.NeedsDocker} first, then {@link io.snowloop.samples.it.PeerContainer}, which is
 * the programs, and {@link io.snowloop.samples.it.Visitor}, which is our client. Then any {@code *IT}: each one is about
 * one meeting.
 */
@NullMarked
package io.snowloop.samples.it;

import org.jspecify.annotations.NullMarked;
