// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop;

import io.snowloop.future.Cancellable;
import io.snowloop.future.Context;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is done when a loop is closed: {@link Scheduler#onClose}. */
final class CloseActions {
    private final EventLoop loop;

    /** Concurrent, because any thread may cancel. */
    private final Set<Action> actions = ConcurrentHashMap.newKeySet();

    CloseActions(EventLoop loop) {
        this.loop = loop;
    }

    Cancellable add(Runnable run) {
        loop.reactor().checkThread();
        if (loop.isClosed()) {
            throw new IllegalStateException(loop + " is closed already: nothing would call this");
        }
        Action action = new Action(Context.bound(run));
        actions.add(action);
        return action;
    }

    /** Runs each once. Returns whether there were any. */
    boolean runAll() {
        List<Action> all = List.copyOf(actions);
        for (Action action : all) {
            if (action.cancel()) { // else one before it, or another thread, has taken it back
                loop.reactor().runSafely(action.run, action.run);
            }
        }
        return !all.isEmpty();
    }

    /** Not a record: two that do the same are two. */
    private final class Action implements Cancellable {
        private final Runnable run;

        Action(Runnable run) {
            this.run = run;
        }

        @Override
        public boolean cancel() {
            return actions.remove(this);
        }
    }
}
