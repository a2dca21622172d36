// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.sim;

import io.snowloop.sim.Faults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Faults as the command line has them: {@code segments=1,short-writes=0.7,latency=20ms}. The names are those of {@link
 * Faults}, with hyphens.
 *
 * @param text as they were written
 * @param of the faults; those of {@code benign} and {@code hostile} follow from the random numbers
 */
record FaultList(String text, Function<Random, Faults> of) {
    /**
     * What may happen to any connection at any time and ends none. But the buffers are not small: two ends that both
     * write before they read would wait for each other. And a ready key is ready: a first program has other bugs.
     */
    static final FaultList DEFAULT = new FaultList(
            "benign", random -> Faults.benign(random).buffers(64 * 1024).spuriousReady(0));

    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("latency", (faults, value) -> faults.latency(time(value)));
        KINDS.put("jitter", (faults, value) -> faults.jitter(time(value)));
        KINDS.put("bandwidth", (faults, value) -> faults.bandwidth(Long.parseLong(value)));
        KINDS.put("segments", (faults, value) -> faults.segments(Integer.parseInt(value)));
        KINDS.put("stalls", (faults, value) -> faults.stalls(chance(value), timeOf(value)));
        KINDS.put("resets", (faults, value) -> faults.resets(Double.parseDouble(value)));
        KINDS.put("reset-after", (faults, value) -> faults.resetAfter(Long.parseLong(value)));
        KINDS.put("end-after", (faults, value) -> faults.endAfter(Long.parseLong(value)));
        KINDS.put("refusals", (faults, value) -> faults.refusals(Double.parseDouble(value)));
        KINDS.put("black-holes", (faults, value) -> faults.blackHoles(Double.parseDouble(value)));
        KINDS.put("immediate-connects", (faults, value) -> faults.immediateConnects(Double.parseDouble(value)));
        KINDS.put("buffers", (faults, value) -> faults.buffers(Integer.parseInt(value)));
        KINDS.put("short-writes", (faults, value) -> faults.shortWrites(Double.parseDouble(value)));
        KINDS.put("zero-writes", (faults, value) -> faults.zeroWrites(Double.parseDouble(value)));
        KINDS.put("accept-errors", (faults, value) -> faults.acceptErrors(Double.parseDouble(value)));
        KINDS.put("spurious-wake-ups", (faults, value) -> faults.spuriousWakeUps(Double.parseDouble(value)));
        KINDS.put("spurious-ready", (faults, value) -> faults.spuriousReady(Double.parseDouble(value)));
        KINDS.put("clock-jumps", (faults, value) -> faults.clockJumps(chance(value), timeOf(value)));
        KINDS.put("shuffled", (faults, value) -> faults.shuffled());
    }

    /** One kind of fault. */
    private interface Kind {
        Faults add(Faults faults, String value);
    }

    private static Duration time(String value) {
        return value.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)))
                : Duration.ofNanos((long) (Double.parseDouble(value.replaceFirst("s$", "")) * 1e9));
    }

    /** Of {@code 0.1:200ms} the first part. */
    private static double chance(String value) {
        return Double.parseDouble(value.substring(0, value.indexOf(':')));
    }

    private static Duration timeOf(String value) {
        return time(value.substring(value.indexOf(':') + 1));
    }

    static FaultList parse(String text) {
        return switch (text) {
            case "none" -> new FaultList(text, random -> Faults.NONE);
            case "benign" -> DEFAULT;
            case "hostile" ->
                new FaultList(text, random -> Faults.hostile(random).buffers(64 * 1024));
            default -> {
                Faults faults = list(text);
                yield new FaultList(text, random -> faults);
            }
        };
    }

    private static Faults list(String text) {
        Faults faults = Faults.NONE;
        for (String item : text.split(",", -1)) {
            int equals = item.indexOf('=');
            String name = equals < 0 ? item : item.substring(0, equals);
            Kind kind = KINDS.get(name);
            if (kind == null) {
                throw new TypeConversionException("there is no fault '" + name
                        + "': there are none, benign, hostile, or " + String.join(", ", KINDS.keySet()));
            }
            try {
                faults = kind.add(faults, item.substring(equals + 1));
            } catch (NumberFormatException | IndexOutOfBoundsException e) {
                throw new TypeConversionException("'" + item + "' is not a fault such as segments=1, short-writes=0.7,"
                        + " latency=20ms, stalls=0.1:1s");
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + item + "': " + e.getMessage());
            }
        }
        return faults;
    }

    /** For the command line. */
    static final class Converter implements ITypeConverter<FaultList> {
        @Override
        public FaultList convert(String value) {
            return parse(value);
        }
    }
}
