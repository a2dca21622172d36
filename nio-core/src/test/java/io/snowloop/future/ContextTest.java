// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.Timer;
import io.snowloop.testing.TestLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A context")
class ContextTest {
    private static final ContextKey<String> NAME = ContextKey.of("name");
    private static final ContextKey<Integer> NUMBER = ContextKey.of("number");

    private final TestLoop test = new TestLoop();
    private final List<String> seen = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
        assertThat(Context.current()).isSameAs(Context.EMPTY);
    }

    private static Context named(String name) {
        return Context.EMPTY.with(NAME, name);
    }

    private static String name() {
        return String.valueOf(Context.current().get(NAME));
    }

    private void note(String what) {
        seen.add(what + " " + name());
    }

    private static void in(String name, Runnable action) {
        named(name).call(() -> {
            action.run();
            return null;
        });
    }

    private void assertSeen(String... expected) {
        test.turnUntilIdle();
        assertThat(seen).containsExactly(expected);
    }

    @Test
    void hasValuesByKeyAndTheLastOneCounts() {
        Context context = named("a").with(NUMBER, 1).with(NAME, "b");
        assertThat(context.get(NAME)).isEqualTo("b");
        assertThat(context.get(NUMBER)).isEqualTo(1);
        ContextKey<String> sameName = ContextKey.of("name");
        assertThat(context.get(sameName)).isNull();
        assertThat(context).hasToString("Context[name = b, number = 1, name = a]");
        assertThat(Context.EMPTY).hasToString("Context[]");
    }

    @Test
    void isCurrentUntilTheCallEndsAndThenTheOneBefore() {
        String inside = named("a").call(() -> named("b").call(ContextTest::name) + name());
        assertThat(inside).isEqualTo("ba");
        assertThat(named("a").call(() -> Context.EMPTY.call(ContextTest::name))).isEqualTo("null");
        assertThatThrownBy(() -> named("a").call(() -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(name()).isEqualTo("null");
    }

    @Test
    void goesWithEveryFunctionThatIsGivenToAPendingFuture() {
        Promise<String> promise = test.loop.newPromise();
        Promise<String> failing = test.loop.newPromise();
        in("a", () -> {
            promise.onComplete((value, error) -> note("onComplete"));
            promise.onDone(() -> note("onDone"));
            promise.map(value -> {
                note("map");
                return 1;
            });
            promise.flatMap(value -> {
                note("flatMap");
                return Future.completed(1);
            });
            failing.recover(error -> {
                note("recover");
                return "";
            });
            failing.recoverWith(error -> {
                note("recoverWith");
                return failing;
            });
            test.loop.newPromise().onCancel(() -> note("onCancel")).cancel();
        });
        in("b", () -> {
            promise.complete("");
            failing.fail(new IllegalStateException());
        });

        assertSeen("onCancel a", "onComplete a", "onDone a", "map a", "flatMap a", "recover a", "recoverWith a");
    }

    @Test
    void ofWhoCompletesAFutureIsNotThatOfItsCallbacks() {
        Promise<String> promise = test.loop.newPromise();
        promise.onComplete((value, error) -> note("callback"));
        Future<Integer> length = promise.map(value -> {
            note("map");
            return 1;
        });
        length.onComplete((value, error) -> note("after"));
        in("b", () -> promise.complete(""));
        assertSeen("callback null", "map null", "after null");
    }

    @Test
    void goesAlongAChainAndIntoWhatItsFunctionsAdd() {
        in(
                "a",
                () -> test.loop.submit(() -> test.loop.sleep(ofMillis(1)).flatMap(slept -> {
                    note("slept");
                    return test.loop.sleep(ofMillis(1)).map(again -> {
                        note("again");
                        return 1;
                    });
                })));
        test.turnUntilIdle();
        test.ticker.advance(ofMillis(1));
        test.turnUntilIdle();
        test.ticker.advance(ofMillis(1));
        assertSeen("slept a", "again a");
    }

    @Test
    void goesWithTasksAndTimers() {
        List<Timer> periodic = new ArrayList<>();
        in("a", () -> {
            test.loop.execute(() -> note("task"));
            test.loop.schedule(ofMillis(1), () -> note("timer"));
            periodic.add(test.loop.scheduleAtFixedRate(ofMillis(2), ofMillis(1), () -> note("periodic")));
        });
        test.loop.execute(() -> note("other"));
        test.loop.schedule(ofMillis(1), () -> note("other timer"));
        test.turnUntilIdle();
        for (int i = 0; i < 3; i++) {
            test.ticker.advance(ofMillis(1));
            test.turnUntilIdle();
        }
        periodic.get(0).cancel();
        assertSeen("task a", "other null", "timer a", "other timer null", "periodic a", "periodic a");
    }

    @Test
    void goesWithATaskOfAnotherThread() throws Exception {
        Thread thread = new Thread(() -> in("a", () -> test.loop.execute(() -> note("task"))));
        thread.start();
        thread.join();
        assertSeen("task a");
    }

    @Test
    void endsWithATaskThatThrows() {
        in(
                "a",
                () -> test.loop.execute(() -> {
                    throw new IllegalStateException("broken");
                }));
        test.loop.execute(() -> note("next"));
        assertSeen("next null");
        assertThat(test.reports.take()).hasSize(1);
    }

    @Test
    void goesWithABoundTaskToAnyThread() throws Exception {
        AtomicReference<Runnable> bound = new AtomicReference<>();
        in("a", () -> bound.set(Context.bound(() -> note("task"))));
        Thread thread = new Thread(() -> {
            bound.get().run();
            note("after");
            Context.bound(() -> note("unbound")).run();
        });
        thread.start();
        thread.join();
        assertSeen("task a", "after null", "unbound null");
    }

    @Test
    void costsNothingWhereThereIsNone() {
        Runnable task = () -> {};
        assertThat(Context.bound(task)).isSameAs(task);
    }

    @Test
    void isNotSeenInTheNamesOfTasks() {
        Runnable task = new Runnable() {
            @Override
            public void run() {}

            @Override
            public String toString() {
                return "a task";
            }
        };
        Runnable bound = named("a").call(() -> Context.bound(task));
        assertThat(bound).isNotSameAs(task).hasToString("a task");
        assertThat(Owned.source(bound)).isSameAs(task);
    }

    // ------------------------------------------------------------------------------------------------------ scopes

    private ContextScope scope(String name) {
        return new ContextScope() {
            @Override
            public void enter() {
                seen.add("enter " + name);
            }

            @Override
            public void leave() {
                seen.add("leave " + name);
            }
        };
    }

    private static <T> T call(Context context, Supplier<T> action) {
        return context.call(action);
    }

    @Test
    void entersItsScopesAndLeavesThem() {
        Context outer = Context.EMPTY.with(scope("1")).with(NAME, "a").with(scope("2"));
        Promise<String> promise = test.loop.newPromise();
        outer.call(() -> promise.onComplete((value, error) -> note("callback")));
        promise.complete("");
        assertSeen(
                "enter 1", "enter 2", "leave 2", "leave 1", "enter 1", "enter 2", "callback a", "leave 2", "leave 1");
    }

    @Test
    void leavesTheScopesOfAnotherOneMeanwhile() {
        Context outer = Context.EMPTY.with(scope("1"));
        Context inner = outer.with(scope("2"));
        outer.call(() -> call(inner, () -> call(inner, () -> seen.add("inner"))));
        assertSeen("enter 1", "leave 1", "enter 1", "enter 2", "inner", "leave 2", "leave 1", "enter 1", "leave 1");
    }

    @Test
    void endsAlsoWhereAScopeThrows() {
        ContextScope broken = new ContextScope() {
            @Override
            public void enter() {
                throw new IllegalStateException("enter");
            }

            @Override
            public void leave() {
                throw new IllegalStateException("leave");
            }
        };
        assertThatThrownBy(() -> named("a").with(broken).call(() -> "not called"))
                .hasMessage("leave");
        assertThat(name()).isEqualTo("null");
    }

    @Test
    void aValueThatIsAScopeIsAValue() {
        ContextKey<ContextScope> key = ContextKey.of("scope");
        Context.EMPTY.with(key, scope("value")).call(() -> seen.add("called"));
        assertSeen("called");
    }
}
