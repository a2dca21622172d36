// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * The pauses of this JVM's garbage collector, from its notifications.
 *
 * <p>The notifications have whole milliseconds, and come shortly after each pause, so a report that is made at once may
 * miss the last one. The times are converted to those of {@link System#nanoTime}, the default ticker of loops. Any
 * thread may call the methods.
 */
final class GcPauses implements Pauses, NotificationListener, AutoCloseable {
    /**
     * The type of the notifications. It is a constant of {@code com.sun.management.GarbageCollectionNotificationInfo},
     * but not every JDK has that module.
     */
    private static final String TYPE = "com.sun.management.gc.notification";

    /** Concurrent collectors also have beans for their cycles, with this in their names. Cycles are not pauses. */
    private static final String CYCLES = "Cycles";

    private static final int KEPT = 256;
    private static final long MILLISECOND = 1_000_000;

    private final long jvmStart;
    private final Deque<Pause> pauses = new ArrayDeque<>();

    private GcPauses(long jvmStart) {
        this.jvmStart = jvmStart;
    }

    /** Starts to listen to all collectors of this JVM. */
    static GcPauses listen() {
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime() * MILLISECOND;
        GcPauses pauses = new GcPauses(System.nanoTime() - uptime);
        for (NotificationEmitter emitter : emitters()) {
            emitter.addNotificationListener(pauses, null, null);
        }
        return pauses;
    }

    /** For tests, which send the notifications themselves. */
    static GcPauses ofJvmStartedAt(long nanoTime) {
        return new GcPauses(nanoTime);
    }

    private static List<NotificationEmitter> emitters() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(bean -> !bean.getName().contains(CYCLES))
                .filter(NotificationEmitter.class::isInstance)
                .map(GcPauses::emitter)
                .toList();
    }

    private static NotificationEmitter emitter(GarbageCollectorMXBean bean) {
        return (NotificationEmitter) bean;
    }

    @Override
    public void handleNotification(Notification notification, Object handback) {
        if (notification.getType().equals(TYPE) && notification.getUserData() instanceof CompositeData data) {
            CompositeData info = (CompositeData) data.get("gcInfo");
            long start = jvmStart + (Long) info.get("startTime") * MILLISECOND;
            add(new Pause(start, jvmStart + (Long) info.get("endTime") * MILLISECOND));
        }
    }

    private synchronized void add(Pause pause) {
        pauses.add(pause);
        if (pauses.size() > KEPT) {
            pauses.remove();
        }
    }

    @Override
    public synchronized List<Pause> between(long from, long to) {
        return pauses.stream().filter(pause -> pause.isWithin(from, to)).toList();
    }

    /** Stops listening. Idempotent. */
    @Override
    public void close() {
        for (NotificationEmitter emitter : emitters()) {
            try {
                emitter.removeNotificationListener(this);
            } catch (ListenerNotFoundException e) {
                // closed already
            }
        }
    }
}
