// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.client.Fetcher;
import io.snowloop.http.Body;
import io.snowloop.http.HttpException;
import io.snowloop.http.QueryParameters;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.server.Server;
import io.snowloop.server.Snow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code docs/how-to/forms.md} shows. */
class FormsPageTest {
    // region app
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>Guests</title>
            <p role="alert">%s</p>
            <form method="post">
              <label>Name <input name="name" value="%s" required></label>
              <label>Seats <input name="seats" type="number" min="1" max="9" value="%s" required></label>
              <label><input name="with" type="checkbox" value="sledge"> sledge</label>
              <label><input name="with" type="checkbox" value="skates"> skates</label>
              <button>Come</button>
            </form>
            """;

    private final List<String> guests = new ArrayList<>(); // of one loop, so without a lock

    private Snow app() {
        return new Snow()
                .get("/", request -> Response.html(PAGE.formatted("", "", "1")))
                .post("/", this::come)
                .get("/guests", request -> Response.text(String.join("\n", guests)));
    }

    private Response come(Request request) {
        QueryParameters form = request.form();
        String name = field(form, "name");
        String seats = field(form, "seats");
        if (name.isBlank()
                || !seats.matches("[1-9]")) { // "required" and "max" are the browser's: a program ignores them
            String page = PAGE.formatted("a name, and 1 to 9 seats", escape(name), escape(seats));
            return Response.html(page).withStatus(Status.UNPROCESSABLE_CONTENT);
        }
        guests.add(name + " has " + seats + ", and " + form.all("with"));
        return Response.redirect("/guests").withStatus(Status.SEE_OTHER);
    }

    private static String field(QueryParameters form, String name) {
        String value = form.get(name);
        if (value == null) {
            throw new HttpException(Status.BAD_REQUEST, "the field " + name + " is missing");
        }
        return value;
    }

    /** Text as it is written into HTML. Without it, a name could be a script. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
    // endregion

    private Response post(String... fields) {
        return app().handle(Request.post("/", QueryParameters.of(fields))).resultNow();
    }

    @Test
    void aFormIsSentAndTheNextPageIsAnother() throws Exception {
        try (Server server = app().listen(0);
                Fetcher fetcher = Fetcher.create()) {
            // region client
            QueryParameters form =
                    QueryParameters.of("name", "Holle & Co", "seats", "2", "with", "sledge", "with", "skates");
            Response answer = fetcher.runUntil(fetcher.fetch(Request.post(server.url("/"), form)));

            assertThat(answer.status()).isEqualTo(Status.SEE_OTHER);
            assertThat(answer.header("Location")).isEqualTo("/guests");
            // endregion
            Response list = fetcher.runUntil(fetcher.fetch(server.url("/guests")));
            assertThat(list.text()).isEqualTo("Holle & Co has 2, and [sledge, skates]");
        }
    }

    @Test
    void whatIsWrongIsShownAgainWithWhatWasSent() {
        Response answer = post("name", "<b>\"Holle\"</b>", "seats", "0");
        assertThat(answer.status()).isEqualTo(Status.UNPROCESSABLE_CONTENT);
        assertThat(answer.text())
                .contains("<p role=\"alert\">a name, and 1 to 9 seats</p>")
                .contains("value=\"&lt;b>&quot;Holle&quot;&lt;/b>\"");
        assertThat(guests).isEmpty();
    }

    @Test
    void aFieldThatIsMissingAndABodyThatIsNoForm() {
        assertThat(post("name", "Holle").text()).isEqualTo("the field seats is missing");
        assertThat(post("name", "Holle").status()).isEqualTo(Status.BAD_REQUEST);
        Request json = Request.post("/", Body.of("{}")).withHeader("Content-Type", "application/json");
        assertThat(app().handle(json).resultNow().status()).isEqualTo(Status.UNSUPPORTED_MEDIA_TYPE);
    }
}
