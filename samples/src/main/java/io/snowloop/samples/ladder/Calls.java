// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.ladder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What became of calls on other threads. */
final class Calls {
    private Calls() {}

    /** Waits for all of them, and returns their values. */
    static List<String> values(List<? extends Future<String>> calls) throws IOException, InterruptedException {
        List<String> values = new ArrayList<>();
        for (Future<String> call : calls) {
            try {
                values.add(call.get());
            } catch (ExecutionException e) {
                throw failure(e);
            }
        }
        return values;
    }

    /** What a call threw, for the caller. */
    static IOException failure(ExecutionException error) {
        return new IOException(error.getCause());
    }
}
