// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.QueryParameters;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.Snow;
import io.snowloop.server.input.Input;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/inputs.md} shows. */
class InputPageTest {
    // region inputs
    static final Input<Integer> PAGE = Input.query("page")
            .asInt()
            .that("from 1 to 100", page -> page >= 1 && page <= 100)
            .orElse(1);
    static final Input<String> TITLE =
            Input.form("title").that("of at most 80 characters", title -> title.length() <= 80);
    static final Input<LocalDate> DAY =
            Input.form("day").as(LocalDate.class, "a date such as 2026-11-29", LocalDate::parse);
    // endregion

    @Test
    void allThatIsWrongIsToldAtOnce() {
        // region takes
        Snow app = new Snow()
                .get("/notes", request -> Response.text("page " + PAGE.read(request)))
                .takes(PAGE)
                .post("/notes", request -> Response.text(TITLE.read(request) + " on " + DAY.read(request)))
                .takes(TITLE, DAY);
        // endregion

        assertThat(app.handle(Request.get("/notes?page=2")).resultNow().text()).isEqualTo("page 2");
        Request right = Request.post("/notes", QueryParameters.of("title", "bake", "day", "2026-12-24"));
        assertThat(app.handle(right).resultNow().text()).isEqualTo("bake on 2026-12-24");
        Request wrong = Request.post("/notes", QueryParameters.of("title", "", "day", "24.12."));
        assertThat(app.handle(wrong).resultNow().text()).isEqualTo("""
                        field "title" is missing: a text of at most 80 characters is expected
                        field "day" must be a date such as 2026-11-29, not "24.12.\"""");
        assertThat(app.handle(wrong.withHeader("Accept", "application/json"))
                        .resultNow()
                        .text())
                .startsWith(
                        "{\"title\":\"Bad Request\",\"status\":400,\"detail\":\"2 values of the request are wrong\",\"errors\":[");
    }
}
