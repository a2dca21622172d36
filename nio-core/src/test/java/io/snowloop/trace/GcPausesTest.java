// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.loop.Ticker;
import io.snowloop.sim.VirtualTicker;
import io.snowloop.testing.Threads;
import io.snowloop.trace.Pauses.Pause;
import java.util.List;
import java.util.Map;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import org.junit.jupiter.api.Test;

class GcPausesTest {
    private static final String GC = "com.sun.management.gc.notification";
    private static final long MS = 1_000_000;

    private final long jvmStart = Long.MAX_VALUE - 50 * MS; // so that the clock overflows during the test
    private final GcPauses pauses = GcPauses.ofJvmStartedAt(jvmStart);

    @Test
    void pausesAreInTheTimeOfTheLoops() throws OpenDataException {
        pauses.handleNotification(collection(GC, 10, 30), null);
        pauses.handleNotification(collection(GC, 100, 105), null);

        assertThat(between(0, 200)).containsExactly(pause(10, 30), pause(100, 105));
        assertThat(between(0, 10)).isEmpty();
        assertThat(between(0, 11)).containsExactly(pause(10, 30));
        assertThat(between(29, 100)).containsExactly(pause(10, 30));
        assertThat(between(30, 100)).isEmpty();
    }

    private List<Pause> between(long from, long to) {
        return pauses.between(jvmStart + from * MS, jvmStart + to * MS);
    }

    private Pause pause(long start, long end) {
        return new Pause(jvmStart + start * MS, jvmStart + end * MS);
    }

    @Test
    void otherNotificationsAreIgnored() throws OpenDataException {
        pauses.handleNotification(collection("something else", 10, 30), null);
        pauses.handleNotification(new Notification(GC, this, 1), null);

        assertThat(between(0, 100)).isEmpty();
    }

    @Test
    void theOldestAreDropped() throws OpenDataException {
        for (int i = 0; i < 300; i++) {
            pauses.handleNotification(collection(GC, i, i + 1), null);
        }

        assertThat(between(0, 400)).hasSize(256).first().isEqualTo(pause(44, 45));
    }

    @Test
    void theCollectorOfThisJvmIsObserved() throws InterruptedException {
        GcPauses real = GcPauses.listen();
        long from = System.nanoTime();
        while (real.between(from - 5 * MS, System.nanoTime() + 5 * MS).isEmpty()) {
            System.gc(); // the notification comes later, from another thread
            assertThat(Thread.interrupted()).as("waited for too long").isFalse();
        }
        real.close();
        real.close(); // a second time: no effect
    }

    @Test
    void afterClosingTheCollectorIsNotObserved() {
        GcPauses closed = GcPauses.listen();
        GcPauses other = GcPauses.listen(); // is told after the first
        closed.close();
        long from = System.nanoTime();
        Threads.await(() -> {
            System.gc();
            return !other.between(from, System.nanoTime()).isEmpty();
        });
        other.close();

        assertThat(closed.between(from, System.nanoTime())).isEmpty();
    }

    @Test
    void anotherTickerHasNoPauses() {
        assertThat(JdkModules.pauses(new VirtualTicker())).isSameAs(Pauses.NONE);
        assertThat(Pauses.NONE.between(0, 1)).isEmpty();
        Pauses.NONE.close();

        Pauses real = JdkModules.pauses(Ticker.system());
        assertThat(real).isInstanceOf(GcPauses.class);
        real.close();
    }

    private static Notification collection(String type, long start, long end) throws OpenDataException {
        Notification notification = new Notification(type, "a collector", 1);
        CompositeData info = composite("gcInfo", Map.of("startTime", start, "endTime", end), SimpleType.LONG);
        notification.setUserData(composite("notification", Map.of("gcInfo", info), info.getCompositeType()));
        return notification;
    }

    private static CompositeData composite(String name, Map<String, ?> values, OpenType<?> type)
            throws OpenDataException {
        String[] names = values.keySet().toArray(String[]::new);
        OpenType<?>[] types = values.keySet().stream().map(key -> type).toArray(OpenType<?>[]::new);
        return new CompositeDataSupport(new CompositeType(name, name, names, names, types), values);
    }
}
