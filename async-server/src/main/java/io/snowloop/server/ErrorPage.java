// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Body;
import io.snowloop.http.HttpException;
import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.HtmlText;
import io.snowloop.http.syntax.JsonObject;
import io.snowloop.server.input.InvalidInputException;
import io.snowloop.server.input.InvalidInputException.InvalidInput;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A response that says what was wrong, in the form that {@code Accept} names: JSON (RFC 9457), HTML for browsers, else text.
 *
 * @param status of the response
 * @param detail what was wrong with this request; the text of the status if there is no more to say
 * @param inputs values of the request that are wrong, which {@code detail} has a line for each of; mostly none
 */
record ErrorPage(Status status, String detail, List<InvalidInput> inputs) {
    private static final MediaType PROBLEM = MediaType.of("application", "problem+json");

    /** One that says no more than its status: {@code 404 Not Found}. */
    static ErrorPage of(Status status) {
        return new ErrorPage(status, status.toString(), List.of());
    }

    /** One with a message that is for the client. */
    static ErrorPage of(HttpException error) {
        return new ErrorPage(
                error.status(),
                String.valueOf(error.getMessage()),
                error instanceof InvalidInputException invalid ? invalid.inputs() : List.of());
    }

    /** Loads the classes of all forms: without a file descriptor, no class of a folder can be loaded. */
    static void load() {
        ErrorPage page = of(Status.INTERNAL_SERVER_ERROR);
        page.html();
        page.problem();
        page.response(Request.get("/"));
    }

    /** Who accepts {@code application/json} gets a problem, too. Without a preference it is text, which people and programs can read. */
    Response response(Request request) {
        AcceptedTypes accepted = new AcceptedTypes(request);
        double json = Math.max(accepted.weight(PROBLEM), accepted.weight(MediaType.JSON));
        double html = accepted.weight(MediaType.TEXT_HTML);
        double text = accepted.weight(MediaType.TEXT_PLAIN);
        Response response;
        if (json > 0 && json >= Math.max(html, text)) {
            response = problem();
        } else {
            response = html > 0 && html >= text ? html() : Response.text(detail);
        }
        return response.withStatus(status).withHeader("Vary", "Accept");
    }

    /** RFC 9457 §3.1; the type is {@code about:blank}, so the title is that of the status. */
    private Response problem() {
        JsonObject problem =
                new JsonObject().put("title", status.reasonPhrase()).put("status", status.code());
        if (!inputs.isEmpty()) {
            problem.put(
                            "detail",
                            inputs.size() == 1
                                    ? "a value of the request is wrong"
                                    : inputs.size() + " values of the request are wrong")
                    .put("errors", inputs.stream().map(ErrorPage::object).toList());
        } else if (hasDetail()) {
            problem.put("detail", detail);
        }
        return Response.of(status)
                .withHeader("Content-Type", PROBLEM.toString())
                .withBody(Body.of(problem + "\n"));
    }

    private Response html() {
        if (!inputs.isEmpty()) {
            return HtmlPage.of(
                    status.toString(),
                    "<ul>\n"
                            + HtmlText.escaped(detail)
                                    .lines()
                                    .map(line -> "<li>" + line + "\n")
                                    .collect(Collectors.joining())
                            + "</ul>\n");
        }
        return HtmlPage.of(status.toString(), hasDetail() ? "<p>" + HtmlText.escaped(detail) + "</p>\n" : "");
    }

    private static JsonObject object(InvalidInput input) {
        return new JsonObject()
                .put("in", input.source().toString().toLowerCase(Locale.ROOT))
                .put("name", input.name())
                .put("detail", input.problem());
    }

    private boolean hasDetail() {
        return !detail.equals(status.toString());
    }
}
