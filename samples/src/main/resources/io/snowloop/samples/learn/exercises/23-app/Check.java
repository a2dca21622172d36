// SPDX-License-Identifier: Apache-2.0
import io.snowloop.samples.learn.Exam;
import io.snowloop.samples.learn.Examiner;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Requests to an app with seven views, two of them broken. */
class Check implements Examiner {
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final List<String> errors = new ArrayList<>();

    @Override
    public void examine(Exam exam) {
        App app = new App(queue::add, error -> errors.add(error.getMessage()));
        app.get("/", (request, path) -> text("home"));
        app.get("/users/me", (request, path) -> text("me"));
        app.get("/users/{name}", (request, path) -> text("user " + path.group("name")));
        app.get("/users/{name}/posts/{post}", (request, path) -> text(path.group("name") + " " + path.group("post")));
        app.get("/files/{rest...}", (request, path) -> text("file " + path.group("rest")));
        app.get("/a.txt", (request, path) -> text("a"));
        app.get("/throws", (request, path) -> {
            throw new IllegalStateException("secret 1");
        });
        app.get("/fails", (request, path) -> Future.failed(queue::add, new IllegalStateException("secret 2")));
        int number = 1 + exam.random().nextInt(1_000);
        is(exam, app, "/", "200 home");
        is(exam, app, "/users/u" + number, "200 user u" + number);
        is(exam, app, "/users/ann/posts/" + number, "200 ann " + number);
        is(exam, app, "/users/me", "200 me");
        is(exam, app, "/files/a/b" + number, "200 file a/b" + number);
        is(exam, app, "/?n=" + number, "200 home");
        is(exam, app, "/users/ann/b" + number, "404");
        is(exam, app, "/throws/" + number, "404");
        is(exam, app, "/axtxt", "404");
        is(exam, app, "/other" + number, "404");
        is(exam, app, "HEAD", "/", "200 home");
        is(exam, app, "POST", "/users/ann", "405");
        HttpResponse refused = ask(exam, app, "POST", "/");
        exam.check(
                "allow",
                "GET, HEAD".equals(refused.fields().get("Allow")),
                "POST /: the answer 405 says Allow: " + refused.fields().get("Allow") + "; expected GET, HEAD");
        is(exam, app, "/throws", "500");
        is(exam, app, "/fails", "500");
        exam.check(
                "errors",
                errors.equals(List.of("secret 1", "secret 2")),
                "two views have failed, with \"secret 1\" and" + " \"secret 2\": errors got " + errors);
        exam.check(
                "secret",
                !ask(exam, app, "GET", "/throws").text().contains("secret"),
                "the answer has the message of the exception: it is not for clients");
    }

    private void is(Exam exam, App app, String path, String expected) {
        is(exam, app, "GET", path, expected);
    }

    private void is(Exam exam, App app, String method, String path, String expected) {
        HttpResponse got = ask(exam, app, method, path);
        String text = got.status() + (got.status() == 200 ? " " + got.text() : "");
        exam.check(
                "answer",
                text.equals(expected),
                (method.equals("GET") ? "" : method + " ") + path + ": expected " + expected + ", and got " + text);
    }

    private HttpResponse ask(Exam exam, App app, String method, String path) {
        List<HttpResponse> answers = new ArrayList<>();
        try {
            app.apply(new HttpRequest(method, URI.create(path), Map.of(), new byte[0]))
                    .onComplete((response, error) -> {
                        exam.explain(
                                "failed",
                                error == null,
                                path + ": the future fails with " + error + "; expected an answer of 500");
                        answers.add(response);
                    });
        } catch (IllegalStateException e) {
            exam.explain(
                    "thrown", false, path + ": the exception of the view leaves the app; expected an answer of 500");
        }
        while (!queue.isEmpty()) {
            queue.remove().run();
        }
        exam.check("answer", !answers.isEmpty(), path + ": the future is never done");
        return answers.get(0);
    }

    private Future<HttpResponse> text(String text) {
        return Future.of(queue::add, HttpResponse.text(200, text));
    }
}
