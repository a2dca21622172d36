// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.logging.LazyLogger;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Properties;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A provider for a whole JVM: with it, a program that opens its channels as usual, or a library that does, runs on the host
 * 127.0.0.1 of one {@link LiveSimulation}. Nothing in the program changes; the command that starts it names this class:
 *
 * <pre>
 *   java -Djava.nio.channels.spi.SelectorProvider=io.snowloop.sim.SimProvider -Dsnowloop.sim.seed=7
 *        -cp app.jar:snowloop-core.jar com.example.App
 * </pre>
 *
 * <p>Four system properties set the simulation up. They are read once, when the first channel is opened:
 *
 * <ul>
 *   <li>{@value #SEED}: default 1.
 *   <li>{@value #PROFILE}: {@code realistic} (default): {@link Faults#benign} faults that follow from the seed, as far as a
 *       kernel has them; {@code adversarial}: also those that no kernel has; {@code hostile}: {@link Faults#hostile} faults,
 *       as far as a kernel has them; {@code none}.
 *   <li>{@value #FAULTS}: faults instead of a profile, such as {@code segments=1,latency=20ms}: see {@link Faults#parse}.
 *   <li>{@value #SPEED}: of the network's clock, from 1 to 1,000. Default 1.
 * </ul>
 *
 * <p>A {@link Socket} or a {@link ServerSocket} has no channel and so would leave the simulation in silence. In this JVM it
 * throws a {@link java.net.SocketException} that says so: see {@link #refuseKernelSockets}.
 */
public final class SimProvider extends HostProvider {
    /** The system property of the seed. */
    public static final String SEED = "snowloop.sim.seed";

    /** The system property of the profile. */
    public static final String PROFILE = "snowloop.sim.profile";

    /** The system property of the faults. */
    public static final String FAULTS = "snowloop.sim.faults";

    /** The system property of the speed. */
    public static final String SPEED = "snowloop.sim.speed";

    private static final LazyLogger LOG = new LazyLogger(SimProvider.class);

    private static @Nullable LiveSimulation ofJvm;

    /** For the JDK, which makes the one instance. */
    public SimProvider() {}

    /**
     * {@return the simulation of this JVM, which the first call or the first channel makes} Any thread.
     * @throws IllegalArgumentException if a system property has no valid value: the message has its name
     */
    public static synchronized LiveSimulation simulation() {
        LiveSimulation simulation = ofJvm;
        if (simulation == null) {
            simulation = of(System.getProperties());
            refuseKernelSockets();
            ofJvm = simulation;
        }
        return simulation;
    }

    /** A simulation with the seed, the speed and the faults of these properties. */
    static LiveSimulation of(Properties properties) {
        long seed = number(properties, SEED);
        long speed = Bounds.between(SPEED, 1, 1_000, number(properties, SPEED));
        Faults faults = faults(properties, seed);
        LiveSimulation simulation = new LiveSimulation(seed, (int) speed);
        simulation.network().faults(faults);
        return simulation;
    }

    private static long number(Properties properties, String property) {
        String value = properties.getProperty(property, "1");
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(property + " is not a number: " + value, e);
        }
    }

    private static Faults faults(Properties properties, long seed) {
        String list = properties.getProperty(FAULTS);
        if (list != null) {
            try {
                return Faults.parse(list);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(FAULTS + ": " + e.getMessage(), e);
            }
        }
        String profile = properties.getProperty(PROFILE, "realistic");
        Faults benign = Faults.benign(new Random(seed));
        return switch (profile) {
            case "realistic" -> benign.realistic();
            case "adversarial" -> benign;
            case "hostile" -> Faults.hostile(new Random(seed)).realistic();
            case "none" -> Faults.NONE;
            default ->
                throw new IllegalArgumentException(
                        PROFILE + " is one of realistic, adversarial, hostile, none, and not '" + profile + "'");
        };
    }

    /**
     * Lets the sockets of {@code java.net} fail, in all of this JVM and for as long as it runs: they have no channel, so no
     * provider simulates them. A {@link Socket} or a {@link ServerSocket} throws a {@link java.net.SocketException} as soon as
     * it is bound or connected, a {@link DatagramSocket} throws an {@link UnsupportedOperationException} when it is made. For a
     * JVM with this provider, or with one of its own that leads to a {@link SimHost}. Any thread.
     */
    @SuppressWarnings("deprecation") // in the JDK because few programs need it, and without a successor
    public static void refuseKernelSockets() {
        try {
            Socket.setSocketImplFactory(NoKernelSocket::new);
            ServerSocket.setSocketFactory(NoKernelSocket::new);
            DatagramSocket.setDatagramSocketImplFactory(() -> {
                throw new UnsupportedOperationException(
                        "java.net.DatagramSocket is not simulated: use java.nio.channels.DatagramChannel");
            });
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    () -> "this program has its own java.net.SocketImplFactory: its java.net.Sockets are not simulated",
                    e);
        }
    }

    @Override
    SimHost localhost() {
        return simulation().network().localhost();
    }

    @Override
    public String toString() {
        return "SimProvider[seed " + simulation().seed() + "]";
    }
}
