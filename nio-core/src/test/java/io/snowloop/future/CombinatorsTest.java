// SPDX-License-Identifier: Apache-2.0
package io.snowloop.future;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.testing.ManualExecutor;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CombinatorsTest {
    private final ManualExecutor executor = new ManualExecutor();
    private final Promise<String> a = new Promise<>(executor);
    private final Promise<String> b = new Promise<>(executor);
    private final Promise<String> c = new Promise<>(executor);
    private final List<Future<String>> members = List.of(a, b, c);
    private final IOException error = new IOException("broken");

    @Nested
    class All {
        private final Future<List<String>> all = Future.all(executor, members);

        @Test
        void hasTheValuesInTheOrderOfTheFutures() {
            c.complete("c");
            a.complete("a");
            executor.runAll();
            assertThat(all.isDone()).isFalse();
            b.complete("b");
            executor.runAll();

            assertThat(all.resultNow()).containsExactly("a", "b", "c");
        }

        @Test
        void failsAsSoonAsOneFailsAndCancelsTheOthers() {
            a.complete("a");
            b.fail(error);
            executor.runAll();

            assertThat(all.outcome().error()).isSameAs(error);
            assertThat(a.resultNow()).isEqualTo("a");
            assertThat(c.isCancelled()).isTrue();
        }

        @Test
        void failsIfOneIsCancelled() {
            b.cancel();
            executor.runAll();

            assertThat(all.isCancelled()).isTrue();
            assertThat(a.isCancelled()).isTrue();
        }

        @Test
        void cancelledCancelsItsMembers() {
            all.cancel();
            executor.runAll();

            assertThat(members).allMatch(Future::isCancelled);
        }

        @Test
        void ofNoneIsDone() {
            Future<List<String>> none = Future.all(executor, List.<Future<String>>of());
            executor.runAll();

            assertThat(none.resultNow()).isEmpty();
        }

        @Test
        void mayHaveNullAmongItsValues() {
            a.complete("a");
            b.complete(null);
            c.complete("c");
            executor.runAll();

            assertThat(all.resultNow()).containsExactly("a", null, "c");
        }

        @Test
        void ofFuturesThatAreDoneIsDoneAfterATurn() {
            Future<List<String>> done = Future.all(executor, List.of(Future.completed("x"), Future.completed("y")));
            executor.runAll();

            assertThat(done.resultNow()).containsExactly("x", "y");
        }

        @Test
        void maySpanExecutors() {
            ManualExecutor other = new ManualExecutor();
            Promise<String> elsewhere = new Promise<>(other);
            Promise<String> here = new Promise<>(executor);
            Future<List<String>> both = Future.all(executor, List.of(elsewhere, here));

            here.complete("here");
            elsewhere.complete("elsewhere");
            executor.runAll();
            assertThat(both.isDone()).isFalse();
            other.runAll();
            executor.runAll();

            assertThat(both.resultNow()).containsExactly("elsewhere", "here");
        }
    }

    @Nested
    class AllSettled {
        private final Future<List<Completed<String>>> settled = Future.allSettled(executor, members);

        @Test
        void hasAllOutcomesInTheOrderOfTheFutures() {
            c.complete("c");
            b.fail(error);
            executor.runAll();
            assertThat(settled.isDone()).isFalse();
            a.cancel();
            executor.runAll();

            List<Completed<String>> outcomes = settled.resultNow();
            assertThat(outcomes).hasSize(3);
            assertThat(outcomes.get(0).error()).isInstanceOf(CancellationException.class);
            assertThat(outcomes.get(1).error()).isSameAs(error);
            assertThat(outcomes.get(2).value()).isEqualTo("c");
        }

        @Test
        void cancelsNobodyWhenOneFails() {
            a.fail(error);
            executor.runAll();

            assertThat(b.isDone()).isFalse();
            assertThat(c.isDone()).isFalse();
        }

        @Test
        void ofNoneIsDone() {
            Future<List<Completed<String>>> none = Future.allSettled(executor, List.<Future<String>>of());
            executor.runAll();

            assertThat(none.resultNow()).isEmpty();
        }
    }

    @Nested
    class Any {
        private final Future<String> any = Future.any(executor, members);

        @Test
        void hasTheFirstValueAndCancelsTheOthers() {
            a.fail(error);
            b.complete("b");
            executor.runAll();

            assertThat(any.resultNow()).isEqualTo("b");
            assertThat(c.isCancelled()).isTrue();
        }

        @Test
        void failsIfAllFailWithTheLastErrorWhichIsLeftAsItIs() {
            IOException second = new IOException("second");
            IOException third = new IOException("third");
            c.fail(error);
            a.fail(second);
            executor.runAll();
            assertThat(any.isDone()).isFalse();
            b.fail(third);
            executor.runAll();

            assertThat(any.outcome().error()).isSameAs(third);
            assertThat(third).hasNoSuppressedExceptions();
        }

        @Test
        void failsThoughAllHaveTheSameError() {
            a.fail(error);
            b.fail(error);
            c.fail(error);
            executor.runAll();

            assertThat(any.outcome().error()).isSameAs(error);
            assertThat(error.getSuppressed()).isEmpty();
            assertThat(executor.errors()).isEmpty();
        }

        @Test
        void cancelledCancelsItsMembers() {
            any.cancel();
            executor.runAll();

            assertThat(members).allMatch(Future::isCancelled);
        }

        @Test
        void ofNoneIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Future.any(executor, List.<Future<String>>of()))
                    .withMessageContaining("any of no futures");
        }
    }

    @Nested
    class Race {
        private final Future<String> race = Future.race(executor, members);

        @Test
        void hasTheFirstValueAndCancelsTheOthers() {
            b.complete("b");
            executor.runAll();

            assertThat(race.resultNow()).isEqualTo("b");
            assertThat(a.isCancelled()).isTrue();
            assertThat(c.isCancelled()).isTrue();
        }

        @Test
        void hasTheFirstErrorToo() {
            b.fail(error);
            executor.runAll();

            assertThat(race.outcome().error()).isSameAs(error);
            assertThat(a.isCancelled()).isTrue();
        }

        @Test
        void goesToTheFirstOfTwoThatWereDoneAlready() {
            Future<String> done = Future.race(executor, List.of(Future.completed("x"), Future.completed("y")));
            executor.runAll();

            assertThat(done.resultNow()).isEqualTo("x");
        }

        @Test
        void cancelledCancelsItsMembers() {
            race.cancel();
            executor.runAll();

            assertThat(members).allMatch(Future::isCancelled);
        }

        @Test
        void thoseThatWereNotFirstSayWhyAndCostNoStackTrace() {
            b.complete("b");
            executor.runAll();

            assertThat(a.outcome().error())
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("cancelled: another future was first")
                    .satisfies(lost -> assertThat(lost.getStackTrace()).isEmpty());
        }

        @Test
        void cancelledGivesItsMembersItsOwnException() {
            race.cancel();
            executor.runAll();

            assertThat(members)
                    .allMatch(
                            member -> member.outcome().error() == race.outcome().error());
        }

        @Test
        void ofNoneIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Future.race(executor, List.<Future<String>>of()))
                    .withMessageContaining("race of no futures");
        }
    }
}
