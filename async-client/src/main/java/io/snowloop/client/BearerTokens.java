// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.future.Completed;
import io.snowloop.future.Context;
import io.snowloop.future.ContextKey;
import io.snowloop.future.Future;
import io.snowloop.loop.Scheduler;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A token that its requests share (RFC 6750). One that was refused is replaced, once for all requests that had it. */
final class BearerTokens implements Authorizer {
    /** In the context of a source that is asked: whose tokens. A request of the source that needs the same token would wait for itself. */
    private static final ContextKey<BearerTokens> ASKED = ContextKey.of("the tokens that are asked for");

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
        } else if (!token.isDone() && Context.current().get(ASKED) == this) {
            return Future.failed(
                    new IllegalStateException("the function of Credentials.bearer fetches its token by a Fetcher that"
                            + " waits for that token: let it use the Fetcher without this filter"));
        }
        return token.shield().map(text -> "Bearer " + text); // a request that is cancelled leaves it to the others
    }

    /** The source may complete its future on any thread: what follows belongs to this loop. */
    private Future<String> ask() {
        Future<String> asked = call().on(Scheduler.current())
                .map(token ->
                        Objects.requireNonNull(token, "the function of Credentials.bearer gave null as the token"));
        current = asked;
        asked.onComplete((token, error) -> {
            if (error != null && current == asked) {
                current = null;
            }
        });
        return asked;
    }

    private Future<String> call() {
        return Context.current()
                .with(ASKED, this)
                .call(() -> Objects.requireNonNull(
                        source.get(),
                        "the function of Credentials.bearer returned null in place of the future of a token"));
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
