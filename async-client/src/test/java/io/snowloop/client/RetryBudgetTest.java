// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link Retries#withBudget}: a server that fails gets a bounded load on top. */
class RetryBudgetTest {
    private final Scene scene = new Scene();
    private int asked;

    @BeforeEach
    void serverThatIsBusy() {
        scene.answers = head -> {
            asked++;
            return "HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n";
        };
    }

    @AfterEach
    void nothingIsLeft() {
        scene.close();
    }

    private static Retries budget(int percent, int perSecond) {
        Duration second = Duration.ofSeconds(1);
        return Retries.retries(4)
                .withBudget(percent, perSecond)
                .withPauses(second, second)
                .withRandom(() -> 0);
    }

    @Test
    void isAShareOfTheRequestsAndSoManyASecond() {
        Fetcher fetcher = scene.fetcher.with(budget(20, 1));
        for (int i = 0; i < 25; i++) {
            fetcher.fetch(Scene.URL);
        }
        scene.pass(Duration.ofSeconds(9));
        assertThat(asked).isEqualTo(25 + 5 + 10);

        scene.pass(Duration.ofSeconds(11)); // none of these are of the last 10 s now
        fetcher.fetch(Scene.URL);
        scene.pass(Duration.ofSeconds(5));
        assertThat(asked).isEqualTo(40 + 1 + 4);
    }

    @Test
    void theOutcomeBeyondItIsPassedOn() {
        Future<Response> response = scene.fetcher.with(budget(100, 0)).fetch(Scene.URL);
        scene.pass(Duration.ofSeconds(1));

        assertThat(asked).isEqualTo(2);
        assertThat(response.resultNow().status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
    }

    @Test
    void isSharedByWhatIsMadeOfTheFilter() {
        Retries retries = budget(100, 0);
        scene.fetcher.with(retries).fetch(Scene.URL);
        scene.fetcher.with(retries.withFullJitter()).fetch(Scene.URL);
        scene.pass(Duration.ofSeconds(5));

        assertThat(asked).isEqualTo(2 + 2);
    }

    @Test
    void hasNoNegativeNumbers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget(-1, 0))
                .withMessage("percent must be at least 0, not -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget(0, -1))
                .withMessage("perSecond must be at least 0, not -1");
    }
}
