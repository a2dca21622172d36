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
 * The pauses of this JVM's garbage collector, as it notifies of them: in whole milliseconds, and a moment after each pause,
 * so that a report made at once may miss the last one.
 *
 * <p>They are placed on the clock of {@link System#nanoTime}, which the loops' default ticker is. Methods may be called
 * from any thread.
 */
final class GcPauses implements Pauses, NotificationListener, AutoCloseable {
    /** As {@code com.sun.management.GarbageCollectionNotificationInfo} has it, in a module that not every JDK has. */
    private static final String TYPE = "com.sun.management.gc.notification";

    /** Collectors that run beside the program have beans of this name for their cycles, which are no pauses. */
    private static final String CYCLES = "Cycles";

    private static final int KEPT = 256;
    private static final long MILLISECOND = 1_000_000;

    private final long jvmStart;
    private final Deque<Pause> pauses = new ArrayDeque<>();

    private GcPauses(long jvmStart) {
        this.jvmStart = jvmStart;
    }

    /** Begins to listen. */
    static GcPauses listen() {
        long uptime = ManagementFactory.getRuntimeMXBean().getUptime() * MILLISECOND;
        GcPauses pauses = new GcPauses(System.nanoTime() - uptime);
        for (NotificationEmitter emitter : emitters()) {
            emitter.addNotificationListener(pauses, null, null);
        }
        return pauses;
    }

    /** Pauses of a JVM that started then; for tests, which notify it themselves. */
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

    /** Listens no longer. */
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
