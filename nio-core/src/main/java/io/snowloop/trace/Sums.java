// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/** Sentences with a sum of causes, rounded so that the parts still add up to the total. */
final class Sums {
    private static final long MILLISECOND = 1_000_000;
    private static final long MICROSECOND = 1_000;

    private Sums() {}

    /**
     * A sentence such as {@code timer retry ran 137 ms late: 96 ms in handler GET /report, 41 ms garbage collection}.
     */
    static String sentence(String before, long total, String after, List<Cause> causes) {
        long unit = unit(total);
        String claim = before + rounded(total, unit) + symbol(unit) + after;
        StringJoiner text = new StringJoiner(", ", claim + ": ", "").setEmptyValue(claim);
        long[] parts = parts(total, unit, causes);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] > 0) {
                text.add(parts[i] + symbol(unit) + " " + causes.get(i).text());
            }
        }
        return text.toString();
    }

    // region parts
    /** The largest remainder method: rounds down, then adds the missing units to the parts that lost most. */
    private static long[] parts(long total, long unit, List<Cause> causes) {
        long[] parts = causes.stream().mapToLong(cause -> cause.nanos() / unit).toArray();
        long missing = rounded(total, unit)
                - IntStream.range(0, parts.length).mapToLong(i -> parts[i]).sum();
        List<Integer> byLoss =
                new ArrayList<>(IntStream.range(0, parts.length).boxed().toList());
        byLoss.sort(Comparator.comparingLong(i -> -(causes.get(i).nanos() % unit)));
        byLoss.stream().limit(missing).forEach(i -> parts[i]++);
        return parts;
    }
    // endregion

    /** A duration as text: {@code 137 ms}. */
    static String duration(long nanos) {
        return rounded(nanos, unit(nanos)) + symbol(unit(nanos));
    }

    private static long unit(long nanos) {
        return nanos >= 10 * MILLISECOND ? MILLISECOND : nanos >= 10 * MICROSECOND ? MICROSECOND : 1;
    }

    private static long rounded(long nanos, long unit) {
        return (nanos + unit / 2) / unit;
    }

    private static String symbol(long unit) {
        return unit == MILLISECOND ? " ms" : unit == MICROSECOND ? " µs" : " ns";
    }
}
