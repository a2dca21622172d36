// SPDX-License-Identifier: Apache-2.0
/**
 * A simulated network and a simulated clock. Loops, transports, clients and servers run on them unchanged, in virtual
 * time and with injected faults. The same seed gives the same run.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@link io.snowloop.sim.Simulation}: runs the loops and advances the {@link io.snowloop.sim.VirtualTicker}.
 *   <li>{@link io.snowloop.sim.SimNetwork} and its {@link io.snowloop.sim.SimHost}s: the providers of channels; and
 *       {@link io.snowloop.sim.Faults}, the faults between and in them.
 *   <li>{@link io.snowloop.sim.Wire}, {@link io.snowloop.sim.Flight}, {@link io.snowloop.sim.Endpoint}, {@link
 *       io.snowloop.sim.Handshake} and {@link io.snowloop.sim.Listener}: TCP, as far as a program can observe it. {@link
 *       io.snowloop.sim.UdpSocket} and {@link io.snowloop.sim.UdpTransit}: UDP.
 *   <li>{@link io.snowloop.sim.Threads}, which are one in virtual time or many in real time: how programs wait.
 *   <li>{@link io.snowloop.sim.SimSelector} and the channels: the contract of {@code java.nio}, on top of that.
 * </ol>
 */
@NullMarked
package io.snowloop.sim;

import org.jspecify.annotations.NullMarked;
