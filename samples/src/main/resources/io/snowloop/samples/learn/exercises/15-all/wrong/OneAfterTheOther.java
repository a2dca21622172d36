// SPDX-License-Identifier: Apache-2.0
// FAILS: three fetches of 100 ms each are done at 0.300 s: expected 0.100 s
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Many futures as one. */
class All {
    /** Begins with all inputs at once. The values are in the order of the inputs. */
    static <A, T> Future<List<T>> of(List<A> inputs, Function<A, Future<T>> begin, Loop loop) {
        Future<List<T>> all = Future.of(loop, List.of());
        for (A input : inputs) {
            all = all.flatMap(values -> begin.apply(input).map(value -> {
                List<T> more = new ArrayList<>(values);
                more.add(value);
                return more;
            }));
        }
        return all;
    }

    /** The values of all, in their order; or the first error, as soon as it is there. */
    static <T> Future<List<T>> of(List<Future<T>> futures, Loop loop) {
        Promise<List<T>> all = new Promise<>(loop);
        List<T> values = new ArrayList<>(Collections.nCopies(futures.size(), null));
        int[] left = {futures.size()};
        for (int i = 0; i < futures.size(); i++) {
            int index = i;
            futures.get(i).onComplete((value, error) -> {
                values.set(index, value);
                if (error != null) {
                    all.fail(error);
                } else if (--left[0] == 0) {
                    all.complete(values);
                }
            });
        }
        if (futures.isEmpty()) {
            all.complete(values);
        }
        return new Future<>(all, loop);
    }
}
