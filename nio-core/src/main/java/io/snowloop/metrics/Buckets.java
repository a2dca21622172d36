// SPDX-License-Identifier: Apache-2.0
package io.snowloop.metrics;

import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A histogram with a count for each range of durations, from 100 µs to 10 s, and one for what is longer. */
final class Buckets implements Histogram {
    /** The upper bounds, in nanoseconds: 1, 2.5 and 5 of each power of ten. */
    private static final long[] BOUNDS = bounds();

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder sum = new LongAdder();

    Buckets() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    private static long[] bounds() {
        long[] bounds = new long[16];
        long decade = TimeUnit.MICROSECONDS.toNanos(100);
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = switch (i % 3) {
                case 0 -> decade;
                case 1 -> decade / 2 * 5;
                default -> decade * 5;
            };
            decade *= i % 3 == 2 ? 10 : 1;
        }
        return bounds;
    }

    @Override
    public void record(long nanoseconds) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanoseconds > BOUNDS[bucket]) { // most are in the first ones
            bucket++;
        }
        counts[bucket].increment();
        sum.add(nanoseconds);
    }

    /** Writes several as one: each count has those of all shorter durations in it. */
    static void write(StringBuilder out, String name, String labels, List<Object> cells) {
        long below = 0;
        for (int i = 0; i <= BOUNDS.length; i++) {
            for (Object cell : cells) {
                below += ((Buckets) cell).counts[i].sum();
            }
            String bound = i < BOUNDS.length ? seconds(BOUNDS[i]) : "+Inf";
            MetricText.line(out, name + "_bucket", MetricText.and(labels, "le", bound), Long.toString(below));
        }
        long total = 0;
        for (Object cell : cells) {
            total += ((Buckets) cell).sum.sum();
        }
        MetricText.line(out, name + "_sum", labels, seconds(total));
        MetricText.line(out, name + "_count", labels, Long.toString(below));
    }

    private static String seconds(long nanoseconds) {
        return BigDecimal.valueOf(nanoseconds, 9).stripTrailingZeros().toPlainString();
    }
}
