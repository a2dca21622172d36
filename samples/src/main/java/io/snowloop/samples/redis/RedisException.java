// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import io.snowloop.http.syntax.Printable;
import java.util.Set;

/** The server has refused a command, and says why. The connection goes on. */
public final class RedisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Set<String> PASSING = Set.of("LOADING", "MASTERDOWN", "READONLY", "TRYAGAIN", "CLUSTERDOWN");

    /** Such as {@code WRONGTYPE}. */
    private final String code;

    RedisException(RespValue.Failure failure) {
        super(Printable.of(
                failure.message().substring(0, Math.min(failure.message().length(), RespValue.MOST_SHOWN))));
        this.code = failure.code();
    }

    /** Whether the server has not run it because of something that will be over: it loads its data, or has become a replica. */
    boolean isPassing() {
        return PASSING.contains(code);
    }

    /** {@return the first word of the message, such as {@code WRONGTYPE}} */
    public String code() {
        return code;
    }
}
