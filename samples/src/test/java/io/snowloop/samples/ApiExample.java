// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.io.IOException;
import java.util.List;

/** A type with members of all kinds, for the test of {@link PublicApi}. */
public abstract sealed class ApiExample<T extends Number> extends HiddenExample implements Comparable<ApiExample<T>> {
    public static final int LIMIT = 3;

    int notPublic;

    protected ApiExample() {}

    public abstract T first(List<? extends T> numbers, int... more) throws IOException;

    @Override
    public synchronized int compareTo(ApiExample<T> other) {
        return 0;
    }

    protected <E> E[] array(Class<? super E> type) {
        return null;
    }

    public enum Colour {
        RED
    }

    public record Pair(Object left, int right) {}

    public interface Named {
        default String name() {
            return "";
        }
    }

    public static final class Only extends ApiExample<Integer> implements Named {
        @Override
        public Integer first(List<? extends Integer> numbers, int... more) {
            return 1;
        }
    }
}
