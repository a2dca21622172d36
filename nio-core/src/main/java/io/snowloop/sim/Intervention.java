// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import io.snowloop.options.Bounds;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One change of a run. A simulation does the same with the same seed, so a run that is repeated with an intervention is the same
 * up to it: what differs afterwards has come of it.
 *
 * <p>Segments have numbers from 1, in the order in which they arrive or are lost, as {@link SimNetwork#onSegment} and {@link
 * SimNetwork#onLoss} tell them. Writes have numbers from 1 in the order of {@link SimNetwork#onCall}. Those of two interventions
 * count in the run that has both. An intervention at a number that the run does not reach changes nothing.
 *
 * <p>There is none that duplicates a segment: TCP drops the second one, and no program observes it.
 *
 * <p>The text of each is what {@link #parse} reads: {@code drop=5}, {@code delay=5:200ms}, {@code split=5:1}, {@code
 * short-write=2:1}, {@code hold=10.0.0.1:20ms:1s}, {@code timers-first=10.0.0.1:20ms:50ms}.
 */
public sealed interface Intervention {
    /**
     * A segment is lost. TCP sends it again after one second (RFC 6298 section 2.1); what is sent after it on the same connection
     * waits for it. A datagram does not come again.
     *
     * @param segment its number
     */
    record Drop(int segment) implements Intervention {
        /** Checks the number. */
        public Drop {
            Bounds.atLeast("segment", 1, segment);
        }

        @Override
        public String toString() {
            return "drop=" + segment;
        }
    }

    /**
     * A segment arrives later, and so does what is sent after it on the same connection.
     *
     * @param segment its number
     * @param time how much later
     */
    record Delay(int segment, Duration time) implements Intervention {
        /** Checks the number. */
        public Delay {
            Bounds.atLeast("segment", 1, segment);
        }

        @Override
        public String toString() {
            return "delay=" + segment + ":" + text(time);
        }
    }

    /**
     * A segment of data, but not a datagram, arrives as two, the second a millisecond after the first.
     *
     * @param segment its number
     * @param bytes how many the first one has; one that has no more stays whole
     */
    record Split(int segment, int bytes) implements Intervention {
        /** Checks the numbers. */
        public Split {
            Bounds.atLeast("segment", 1, segment);
            Bounds.atLeast("bytes", 1, bytes);
        }

        @Override
        public String toString() {
            return "split=" + segment + ":" + bytes;
        }
    }

    /**
     * A write of a channel that does not block takes fewer bytes than it has.
     *
     * @param write its number
     * @param bytes how many it takes at most
     */
    record ShortWrite(int write, int bytes) implements Intervention {
        /** Checks the numbers. */
        public ShortWrite {
            Bounds.atLeast("write", 1, write);
            Bounds.atLeast("bytes", 0, bytes);
        }

        @Override
        public String toString() {
            return "short-write=" + write + ":" + bytes;
        }
    }

    /**
     * A host stops for some time, as at a pause of its JVM: its loops have no turn, its selects and its reads and writes that block do
     * not return. Its clock and its kernel go on.
     *
     * @param host its address
     * @param from the begin, since the start of the simulation
     * @param time how long
     */
    record Hold(String host, Duration from, Duration time) implements Intervention {
        @Override
        public Intervention on(UnaryOperator<String> addresses) {
            return new Hold(addresses.apply(host), from, time);
        }

        @Override
        public String toString() {
            return "hold=" + host + ":" + text(from) + ":" + text(time);
        }
    }

    /**
     * Timers of a host fire before segments that could come first: what would arrive there from one time to another arrives
     * afterwards.
     *
     * @param host its address
     * @param from since the start of the simulation
     * @param until since the start; timers that are due then have fired
     */
    record TimersFirst(String host, Duration from, Duration until) implements Intervention {
        @Override
        public Intervention on(UnaryOperator<String> addresses) {
            return new TimersFirst(addresses.apply(host), from, until);
        }

        @Override
        public String toString() {
            return "timers-first=" + host + ":" + text(from) + ":" + text(until);
        }
    }

    /**
     * {@return the same, at the addresses of hosts that have names}
     * @param addresses the address of a name
     */
    default Intervention on(UnaryOperator<String> addresses) {
        return this;
    }

    /**
     * {@return the interventions of a list}
     * @param list such as {@code drop=5,hold=server:20ms:1s}; empty for none
     * @throws IllegalArgumentException if it has something else; the message says what there is
     */
    static List<Intervention> parse(String list) {
        return Objects.requireNonNull(list, "list").isEmpty()
                ? List.of()
                : Stream.of(list.split(",", -1)).map(Intervention::one).toList();
    }

    private static Intervention one(String text) {
        int equals = text.indexOf('=');
        String[] parts = text.substring(equals + 1).split(":", -1);
        try {
            return switch (text.substring(0, Math.max(0, equals)) + " " + parts.length) {
                case "drop 1" -> new Drop(number(parts[0]));
                case "delay 2" -> new Delay(number(parts[0]), time(parts[1]));
                case "split 2" -> new Split(number(parts[0]), number(parts[1]));
                case "short-write 2" -> new ShortWrite(number(parts[0]), number(parts[1]));
                case "hold 3" -> new Hold(parts[0], time(parts[1]), time(parts[2]));
                case "timers-first 3" -> new TimersFirst(parts[0], time(parts[1]), time(parts[2]));
                default -> throw new IllegalArgumentException("it is none of these");
            };
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an intervention such as drop=5, delay=5:200ms, split=5:1, short-write=2:1,"
                            + " hold=server:20ms:1s, timers-first=server:20ms:50ms: " + e.getMessage(),
                    e);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
    }

    private static Duration time(String text) {
        boolean millis = text.endsWith("ms");
        if (!text.matches("\\d{1,6}(\\.\\d{1,9})?m?s")) {
            throw new IllegalArgumentException("'" + text + "' is no time such as 20ms or 1.5s");
        }
        BigDecimal number = new BigDecimal(text.substring(0, text.length() - (millis ? 2 : 1)));
        return Duration.ofNanos(number.movePointRight(millis ? 6 : 9).longValue());
    }

    private static String text(Duration time) {
        BigDecimal millis = BigDecimal.valueOf(time.toNanos(), 6);
        return millis.stripTrailingZeros().toPlainString() + "ms";
    }
}
