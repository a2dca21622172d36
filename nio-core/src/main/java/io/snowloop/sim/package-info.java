/**
 * A network and a clock in memory, on which the same loops, transports, clients and servers run unchanged: in virtual
 * time, with faults, and each run repeatable from its seed.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.sim.Simulation}: turns loops and moves the {@link io.snowloop.sim.VirtualTicker}.
 *   <li>{@link io.snowloop.sim.SimNetwork} and its {@link io.snowloop.sim.SimHost}s: providers of channels; and {@link
 *       io.snowloop.sim.Faults}, what goes wrong between them.
 *   <li>{@link io.snowloop.sim.Wire}, {@link io.snowloop.sim.Endpoint}, {@link io.snowloop.sim.Handshake} and {@link
 *       io.snowloop.sim.Listener}: TCP, as far as programs can see it.
 *   <li>{@link io.snowloop.sim.SimSelector} and the channels: java.nio's contract, on top of that.
 * </ol>
 */
@NullMarked
package io.snowloop.sim;

import org.jspecify.annotations.NullMarked;
