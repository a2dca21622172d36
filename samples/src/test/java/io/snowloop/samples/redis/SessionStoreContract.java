// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.server.session.SessionStore;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each store of sessions has to do. Ids are never used twice, so the store may have sessions of other tests. */
public abstract class SessionStoreContract {
    private static final Map<String, String> VALUES = Map.of("user", "Holle", "schön", "\"❄\"\r\n{}", "empty", "");

    private final String id = java.util.UUID.randomUUID().toString();

    /** The store. */
    protected abstract SessionStore store();

    /** Calls on the loop, and waits. */
    protected abstract <T extends @Nullable Object> T run(Callable<Future<T>> call) throws Exception;

    /** Lets time pass. */
    protected abstract void pass(Duration time) throws Exception;

    private @Nullable Map<String, String> load() throws Exception {
        return run(() -> store().load(id));
    }

    @Test
    void hasWhatWasCreated() throws Exception {
        assertThat(load()).isNull();
        run(() -> store().create(id, VALUES, ofHours(1)));
        assertThat(load()).isEqualTo(VALUES);
    }

    @Test
    void anUpdateChangesWhatItNamesAndNothingElse() throws Exception {
        run(() -> store().create(id, Map.of("user", "Holle", "page", "1", "old", "x"), ofHours(1)));
        run(() ->
                store().update(id, Map.of("user", "\"Marie\" / \u96ea", "new", ""), Set.of("old", "none"), ofHours(1)));
        assertThat(load()).isEqualTo(Map.of("user", "\"Marie\" / \u96ea", "page", "1", "new", ""));
        run(() -> store().update(id, Map.of(), Set.of("user", "page", "new"), ofHours(1)));
        assertThat(load()).isEmpty();
        run(() -> store().update(id, Map.of("user", "Holle"), Set.of(), ofHours(1)));
        assertThat(load()).isEqualTo(Map.of("user", "Holle"));
    }

    @Test
    void oneOfTwoThatDeleteItGetsItsValues() throws Exception {
        run(() -> store().create(id, VALUES, ofHours(1)));
        assertThat(run(() -> store().delete(id))).isEqualTo(VALUES);
        assertThat(run(() -> store().delete(id))).isNull();
    }

    @Test
    void anUpdateBringsNoSessionBack() throws Exception {
        run(() -> store().create(id, VALUES, ofHours(1)));
        run(() -> store().delete(id));
        run(() -> store().update(id, VALUES, Set.of(), ofHours(1)));
        assertThat(load()).isNull();
    }

    @Test
    void oneThatIsGoneMayBeDeleted() throws Exception {
        run(() -> store().delete(id));
        assertThat(load()).isNull();
    }

    @Test
    void expiresAfterTheLastUpdate() throws Exception {
        run(() -> store().create(id, VALUES, ofSeconds(2)));
        run(() -> store().update(id, VALUES, Set.of(), ofSeconds(4)));
        pass(ofSeconds(3));
        assertThat(load()).isEqualTo(VALUES);
        pass(ofSeconds(2));
        assertThat(load()).isNull();
    }

    @Test
    void anUpdateWithoutChangesLetsItsTimeBeginAgain() throws Exception {
        run(() -> store().update(id, Map.of(), Set.of(), ofSeconds(4)));
        assertThat(load()).isNull();
        run(() -> store().create(id, VALUES, ofSeconds(2)));
        run(() -> store().update(id, Map.of(), Set.of(), ofSeconds(4)));
        pass(ofSeconds(3));
        assertThat(load()).isEqualTo(VALUES);
    }
}
