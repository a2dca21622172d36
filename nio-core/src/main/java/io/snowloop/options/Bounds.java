// SPDX-License-Identifier: Apache-2.0
package io.snowloop.options;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** Checks of settings. Each returns the value, or throws with the setting's name, its bounds and the value. */
public final class Bounds {
    /** 146 years. Times are added and compared in nanoseconds, which must not overflow: one without an end is so long. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private Bounds() {}

    /**
     * A number without an upper bound.
     *
     * @throws IllegalArgumentException if it is less than {@code least}
     */
    public static int atLeast(String setting, int least, int value) {
        return (int) atLeast(setting, (long) least, value);
    }

    /**
     * A number without an upper bound.
     *
     * @throws IllegalArgumentException if it is less than {@code least}
     */
    public static long atLeast(String setting, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(setting + " must be at least " + least + ", not " + value);
        }
        return value;
    }

    /**
     * A number with two bounds, both included.
     *
     * @throws IllegalArgumentException if it is less than {@code least} or more than {@code most}
     */
    public static long between(String setting, long least, long most, long value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s must be from %,d to %,d, not %d", setting, least, most, value));
        }
        return value;
    }

    /**
     * A time that must pass; one of more than 146 years, such as {@link java.time.temporal.ChronoUnit#FOREVER}, is one of 146 years.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static Duration positive(String setting, Duration value) {
        if (Objects.requireNonNull(value, setting).isZero() || value.isNegative()) {
            throw new IllegalArgumentException(setting + " must be positive, not " + value);
        }
        return atMostLongest(value);
    }

    /**
     * A time that can be none; one of more than 146 years is one of 146 years.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static Duration notNegative(String setting, Duration value) {
        if (Objects.requireNonNull(value, setting).isNegative()) {
            throw new IllegalArgumentException(setting + " must not be negative, but is " + value);
        }
        return atMostLongest(value);
    }

    private static Duration atMostLongest(Duration value) {
        return value.compareTo(LONGEST) < 0 ? value : LONGEST;
    }
}
