// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Body;
import io.snowloop.http.HttpException;
import io.snowloop.http.JsonException;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.Jackson;
import io.snowloop.server.Snow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.ObjectMapper;

/** What {@code docs/how-to/json.md} shows. */
class JsonPageTest {
    // region note
    /** A note, as JSON has it: {@code {"title": "snow", "stars": 3}}. */
    record Note(String title, int stars) {
        Note {
            if (title == null || title.isBlank()) {
                throw new IllegalArgumentException("title is missing");
            }
        }
    }
    // endregion

    private final Snow app = app();

    private static Snow app() {
        // region app
        JsonMapper json = new Jackson(new ObjectMapper());
        List<Note> notes = new CopyOnWriteArrayList<>();

        Snow app = new Snow()
                .get("/notes", request -> Response.json(notes, json))
                .post("/notes", request -> {
                    notes.add(request.fromJson(Note.class, json));
                    return Response.of(Status.CREATED);
                });
        // endregion
        return app;
    }

    private Response ask(Request request) throws Exception {
        return app.handle(request).await();
    }

    private Response post(String type, String body) throws Exception {
        return ask(Request.post("/notes", Body.of(body)).withHeader("Content-Type", type));
    }

    @Test
    void valuesThereAndBack() throws Exception {
        JsonMapper json = new Jackson(new ObjectMapper());
        // region sent
        Request request = Request.of(Method.POST, "/notes").withJson(new Note("snow", 3), json);
        // endregion
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(ask(request).status()).isEqualTo(Status.CREATED);
        assertThat(post("application/vnd.note+json; v=1", "{\"title\": \"雪\", \"stars\": 1}")
                        .status())
                .isEqualTo(Status.CREATED);

        Response response = ask(Request.get("/notes"));

        assertThat(response.header("Content-Type")).isEqualTo("application/json");
        // region client
        Note[] notes = response.fromJson(Note[].class, json);
        // endregion
        assertThat(notes).containsExactly(new Note("snow", 3), new Note("雪", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | {\"title\": | 400 | Unexpected end-of-input",
                "application/json | { | 400 | Unexpected end-of-input: expected close marker for Object (line 1, column",
                "application/json | {\"stars\": \"many\"} | 400 | stars: Cannot deserialize value of type `int`",
                "application/json | {\"title\": \"a\", \"stars\": \"many\"} | 400 | not a valid `int` value",
                "application/json | {\"title\": \"a\", \"stars\": \"many\"} | 400 | (line 1, column",
                "application/json | null | 400 | the body is null, and not Note",
                "application/json | {\"stars\": 3} | 400 | Note: title is missing (line 1, column",
                "application/json | [] | 400 | Cannot deserialize value of type `Note` from Array value",
                "text/plain | {} | 415 | the body must be JSON, but is \"text/plain\"",
                "x | {} | 415 | the body must be JSON, but is \"x\"",
            })
    void whatIsWrongIsSaidToWhoHasSentIt(String type, String body, int status, String message) throws Exception {
        Response response = post(type, body);

        assertThat(response.status().code()).isEqualTo(status);
        assertThat(response.text()).contains(message);
    }

    @Test
    void withoutATypeItIsNotRead() {
        Request request = Request.post("/", Body.of("{}"));
        assertThatThrownBy(() -> request.fromJson(Note.class, new Jackson(new ObjectMapper())))
                .isInstanceOf(HttpException.class)
                .hasMessage("the body must be JSON, but has no Content-Type");
    }

    @Test
    void aClientIsToldThatAPageIsNoJson() {
        assertThatThrownBy(() -> Response.html("<p>").fromJson(Note.class, new Jackson(new ObjectMapper())))
                .isInstanceOf(JsonException.class)
                .hasMessage("the body must be JSON, but is \"text/html; charset=utf-8\"");
        assertThatThrownBy(() -> Response.html("<p>")
                        .withStatus(Status.NOT_FOUND)
                        .fromJson(Note.class, new Jackson(new ObjectMapper())))
                .hasMessage("the body of 404 Not Found must be JSON, but is \"text/html; charset=utf-8\"");
    }

    @Test
    void whatTheLibraryCannotWriteIsAnError() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);

        assertThatThrownBy(() -> Response.json(itself, new Jackson(new ObjectMapper())))
                .isInstanceOf(JsonException.class);
    }
}
