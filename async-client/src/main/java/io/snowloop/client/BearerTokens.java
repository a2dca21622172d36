// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A token that its requests share (RFC 6750). One that was refused is replaced, once for all requests that had it. */
final class BearerTokens implements Authorizer {
    private final Supplier<Future<String>> source;

    /** The token, or the wait for it; null if the next request is to ask. */
    private @Nullable Future<String> current;

    BearerTokens(Supplier<Future<String>> source) {
        this.source = source;
    }

    @Override
    public Future<@Nullable String> authorize(String method, String uri) {
        Future<String> token = current;
        if (token == null) {
            token = ask();
        }
        return token.shield().map(text -> "Bearer " + text); // a request that is cancelled leaves it to the others
    }

    /** The source may complete its future on any thread: what follows belongs to this loop. */
    private Future<String> ask() {
        Future<String> asked =
                Objects.requireNonNull(source.get(), "the future of a token").on(Scheduler.current());
        current = asked;
        asked.onComplete((token, error) -> {
            if (error != null && current == asked) {
                current = null;
            }
        });
        return asked;
    }

    @Override
    public boolean challenged(List<String> challenges, @Nullable String sent, int attempt) {
        Completed<String> outcome = current == null ? null : current.outcome();
        if (outcome != null && ("Bearer " + outcome.value()).equals(sent)) { // else another request has replaced it
            current = null;
        }
        return attempt == 0;
    }
}
