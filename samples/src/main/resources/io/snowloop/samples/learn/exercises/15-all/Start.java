// SPDX-License-Identifier: Apache-2.0
import java.util.List;
import java.util.function.Function;

/** Many futures as one. */
class All {
    /** Begins with all inputs at once. The values are in the order of the inputs. */
    static <A, T> Future<List<T>> of(List<A> inputs, Function<A, Future<T>> begin, Loop loop) {
        return of(inputs.stream().map(begin).toList(), loop);
    }

    /** The values of all, in their order; or the first error, as soon as it is there. */
    static <T> Future<List<T>> of(List<Future<T>> futures, Loop loop) {
        Promise<List<T>> all = new Promise<>(loop);
        return new Future<>(all, loop);
    }
}
