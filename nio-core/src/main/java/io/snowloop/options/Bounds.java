// SPDX-License-Identifier: Apache-2.0
package io.snowloop.options;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/** Checks of settings. Each returns the value, or throws with the setting's name, its bounds and the value. */
public final class Bounds {
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
     * A time that must pass.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static Duration positive(String setting, Duration value) {
        if (Objects.requireNonNull(value, setting).isZero() || value.isNegative()) {
            throw new IllegalArgumentException(setting + " must be positive, not " + value);
        }
        return value;
    }

    /**
     * A time that can be none.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public static Duration notNegative(String setting, Duration value) {
        if (Objects.requireNonNull(value, setting).isNegative()) {
            throw new IllegalArgumentException(setting + " must not be negative, but is " + value);
        }
        return value;
    }
}
