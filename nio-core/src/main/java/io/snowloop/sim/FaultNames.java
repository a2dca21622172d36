// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of the faults, as a command line and a system property have them: those of {@link Faults}, with hyphens. */
final class FaultNames {
    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("latency", (faults, value) -> faults.latency(time(value)));
        KINDS.put("jitter", (faults, value) -> faults.jitter(time(value)));
        KINDS.put("bandwidth", (faults, value) -> faults.bandwidth(Long.parseLong(value)));
        KINDS.put("segments", (faults, value) -> faults.segments(Integer.parseInt(value)));
        KINDS.put("stalls", (faults, value) -> faults.stalls(chance(value), timeOf(value)));
        KINDS.put("loss", (faults, value) -> faults.loss(chance(value), timeOf(value)));
        KINDS.put("resets", (faults, value) -> faults.resets(Double.parseDouble(value)));
        KINDS.put("reset-after", (faults, value) -> faults.resetAfter(Long.parseLong(value)));
        KINDS.put("end-after", (faults, value) -> faults.endAfter(Long.parseLong(value)));
        KINDS.put("refusals", (faults, value) -> faults.refusals(Double.parseDouble(value)));
        KINDS.put("black-holes", (faults, value) -> faults.blackHoles(Double.parseDouble(value)));
        KINDS.put("immediate-connects", (faults, value) -> faults.immediateConnects(Double.parseDouble(value)));
        KINDS.put("datagram-loss", (faults, value) -> faults.datagramLoss(Double.parseDouble(value)));
        KINDS.put("datagram-duplicates", (faults, value) -> faults.datagramDuplicates(Double.parseDouble(value)));
        KINDS.put("buffers", (faults, value) -> faults.buffers(Integer.parseInt(value)));
        KINDS.put("short-writes", (faults, value) -> faults.shortWrites(Double.parseDouble(value)));
        KINDS.put("zero-writes", (faults, value) -> faults.zeroWrites(Double.parseDouble(value)));
        KINDS.put("accept-errors", (faults, value) -> faults.acceptErrors(Double.parseDouble(value)));
        KINDS.put("spurious-wake-ups", (faults, value) -> faults.spuriousWakeUps(Double.parseDouble(value)));
        KINDS.put("spurious-ready", (faults, value) -> faults.spuriousReady(Double.parseDouble(value)));
        KINDS.put("clock-jumps", (faults, value) -> faults.clockJumps(chance(value), timeOf(value)));
        KINDS.put("shuffled", (faults, value) -> faults.shuffled());
    }

    private FaultNames() {}

    /** One kind of fault. */
    private interface Kind {
        Faults add(Faults faults, String value);
    }

    private static Duration time(String value) {
        if (value.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
        }
        if (!value.endsWith("s")) {
            throw new IllegalArgumentException("a time has a unit, such as 20ms or 1.5s");
        }
        return Duration.ofNanos((long) (Double.parseDouble(value.substring(0, value.length() - 1)) * 1e9));
    }

    /** Of {@code 0.1:200ms} the first part. */
    private static double chance(String value) {
        return Double.parseDouble(value.substring(0, value.indexOf(':')));
    }

    private static Duration timeOf(String value) {
        return time(value.substring(value.indexOf(':') + 1));
    }

    static Faults parse(String list) {
        Faults faults = Faults.NONE;
        for (String item : list.split(",", -1)) {
            int equals = item.indexOf('=');
            String name = equals < 0 ? item : item.substring(0, equals);
            Kind kind = KINDS.get(name);
            if (kind == null) {
                throw new IllegalArgumentException(
                        "there is no fault '" + name + "': there are " + String.join(", ", KINDS.keySet()));
            }
            try {
                faults = kind.add(faults, item.substring(equals + 1));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new IllegalArgumentException(
                        "'" + item
                                + "' is not a fault such as segments=1, short-writes=0.7, latency=20ms, stalls=0.1:1s",
                        e);
            } catch (IllegalArgumentException e) { // it is out of bounds
                throw new IllegalArgumentException("'" + item + "': " + e.getMessage(), e);
            }
        }
        return faults;
    }
}
