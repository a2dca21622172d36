// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import io.snowloop.future.Completed;
import io.snowloop.future.Promise;
import io.snowloop.future.PromiseObserver;
import io.snowloop.future.UnseenFailure;
import io.snowloop.loop.LoopEvent;

/** Tells the observer of a loop which promises have failed before any code asked for their outcome. On any thread. */
record UnseenFailures(Reactor reactor) implements PromiseObserver {
    @Override
    public void decided(Promise<?> promise, Completed<?> outcome, boolean awaited) {
        UnseenFailure failure = UnseenFailure.of(promise, outcome, awaited);
        if (failure != null) {
            reactor.observe(LoopEvent.UNSEEN_FAILURE, 0, failure);
        }
    }
}
