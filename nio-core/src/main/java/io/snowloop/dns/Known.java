// SPDX-License-Identifier: Apache-2.0
package io.snowloop.dns;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * What a look-up has found out.
 *
 * @param outcome at least one address, or the {@link java.net.UnknownHostException} that there is none
 * @param ttl for how many seconds that holds, as the records say; {@link #NOT_REMEMBERED} if it is not all that there is to know
 */
record Known(Completed<List<InetAddress>> outcome, long ttl) {
    /** Less than any time to live. */
    static final long NOT_REMEMBERED = -1;

    /** The outcome for one who asks, with an exception of its own: it is mutable, and has the thread's stack. */
    Completed<List<InetAddress>> forOne() {
        Throwable error = outcome.error();
        return error == null ? outcome : Future.failed(new UnknownHostException(error.getMessage()));
    }
}
