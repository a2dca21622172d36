// SPDX-License-Identifier: Apache-2.0
// FAILS: /throws: expected 500, and got 404
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the view of a request by its path. */
class App implements Function<HttpRequest, Future<HttpResponse>> {
    private final Map<Pattern, View> views = new LinkedHashMap<>();
    private final Executor executor;
    private final Consumer<Throwable> errors;

    /** What a view throws is given to {@code errors}, and not to the client. */
    App(Executor executor, Consumer<Throwable> errors) {
        this.executor = executor;
        this.errors = errors;
    }

    /** Answers requests. */
    interface View {
        /** The path has the parts of its pattern: {@code path.group("name")}. */
        Future<HttpResponse> answer(HttpRequest request, Matcher path);
    }

    /** A view for a path such as {@code /users/{name}} or {@code /files/{rest...}}. The first that fits is called. */
    void get(String path, View view) {
        String pattern = path.replace(".", "\\.")
                .replaceAll("\\{(\\w+)\\\\.\\\\.\\\\.}", "(?<$1>.*)")
                .replaceAll("\\{(\\w+)}", "(?<$1>[^/]+)");
        views.put(Pattern.compile(pattern), view);
    }

    @Override
    public Future<HttpResponse> apply(HttpRequest request) {
        for (Map.Entry<Pattern, View> each : views.entrySet()) {
            Matcher path = each.getKey().matcher(request.target().getPath());
            if (path.matches()) {
                return request.method().matches("GET|HEAD")
                        ? call(each.getValue(), request, path)
                        : Future.of(executor, new HttpResponse(405, Map.of("Allow", "GET, HEAD"), new byte[0]));
            }
        }
        return Future.of(executor, HttpResponse.text(404, "there is nothing at " + request.target()));
    }

    private Future<HttpResponse> call(View view, HttpRequest request, Matcher path) {
        return Future.of(executor, request).flatMap(it -> view.answer(it, path)).recover(error -> {
            errors.accept(error);
            return Future.of(executor, HttpResponse.text(404, "error"));
        });
    }
}
