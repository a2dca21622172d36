// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.HtmlText;
import io.snowloop.http.syntax.JsonObject;
import io.snowloop.server.input.Input;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A view of the routes of an app: a page, or JSON if {@code Accept} names that. It tells what there is, so an app that is public has it
 * behind a filter that knows its users, or not at all.
 */
public final class RoutesPage implements View {
    private final Snow app;

    private RoutesPage(Snow app) {
        this.app = app;
    }

    /**
     * {@return the view} {@code app.get("/routes", RoutesPage.of(app))}.
     * @param app whose routes it shows
     */
    public static RoutesPage of(Snow app) {
        return new RoutesPage(requireNonNull(app, "app"));
    }

    @Override
    public Response view(Request request) {
        AcceptedTypes accepted = new AcceptedTypes(requireNonNull(request, "request"));
        boolean json = accepted.weight(MediaType.JSON) > accepted.weight(MediaType.TEXT_HTML);
        return (json ? json(app.routes()) : page(app.routes())).withHeader("Vary", "Accept");
    }

    private static Response page(List<Route> routes) {
        String rows = routes.stream().map(RoutesPage::row).collect(Collectors.joining());
        return HtmlPage.of("Routes", "<table>\n<tr><th>Method<th>Path<th>Name<th>Takes\n" + rows + "</table>\n");
    }

    private static String row(Route route) {
        String path = (route.host() == null ? "" : "//" + route.host()) + route.pattern();
        return "<tr><td>"
                + (route.method() == null
                        ? "any"
                        : HtmlText.escaped(route.method().name()))
                + "<td>" + (route.regex() ? "regular expression " : "") + "<code>" + HtmlText.escaped(path)
                + "</code><td>"
                + HtmlText.escaped(orEmpty(route.name())) + "<td>"
                + route.inputs().stream()
                        .map(input -> HtmlText.escaped(input.toString()))
                        .collect(Collectors.joining("<br>"))
                + "\n";
    }

    private static Response json(List<Route> routes) {
        return Response.json(routes.stream().map(RoutesPage::object).collect(Collectors.joining(",\n", "[", "]\n")));
    }

    private static String object(Route route) {
        JsonObject object = new JsonObject();
        if (route.host() != null) {
            object.put("host", route.host());
        }
        if (route.method() != null) {
            object.put("method", route.method().name());
        }
        object.put(route.regex() ? "regex" : "pattern", route.pattern());
        if (route.name() != null) {
            object.put("name", route.name());
        }
        if (!route.inputs().isEmpty()) {
            object.put("takes", route.inputs().stream().map(Input::toString).toList());
        }
        return object.toString();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
