// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Body;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.MediaType;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.loop.NamedTask;
import io.snowloop.loop.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A filter for development: pages in a browser load themselves again when a file changes, or the server has been started again.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/TemplatesPageTest.java#reload -->
 * <pre>{@code
 * Snow app = new Snow();
 * if (development) {
 *     app.filter(LiveReload.watching(folder, files));
 * }
 * }</pre>
 *
 * <p>It adds one script to each HTML response that is in memory or a file, and is not coded: so add it after {@link
 * io.snowloop.server.filter.Compression}. The script is a file of its own, {@value #PATH}{@code .js}, so a Content-Security-Policy with
 * {@code 'self'} lets it run. It listens to {@value #PATH}, an event stream. Other responses stay as they are. Add it to the outermost app.
 *
 * <p>While a page listens, the folders are looked through twice a second or more often, on one thread of {@link Snow#blocking(View)} for all
 * pages. The loop never waits for that.
 */
public final class LiveReload implements Filter {
    /** The path of the event stream. */
    public static final String PATH = "/snowloop-reload";

    private static final Duration PERIOD = Duration.ofMillis(500);

    /** A longer page than this, in bytes, is sent as it is. */
    private static final int MOST = 4 * 1024 * 1024;

    private static final String TAG = "<script src=\"" + PATH + ".js\"></script>\n";

    private static final String SCRIPT = """
            const changes = new EventSource('%s');
            let lost = false;
            changes.onmessage = () => location.reload();
            changes.onerror = () => { lost = true; };
            changes.onopen = () => { if (lost) location.reload(); };
            """.formatted(PATH);

    /** What is different when a file is: may block. */
    private final Callable<?> state;

    private final Executor workers;

    /** The pages that wait for the look that is under way. Loops share it. */
    private List<Promise<Object>> waiting = new ArrayList<>();

    LiveReload(Callable<?> state, Executor workers) {
        this.state = state;
        this.workers = workers;
    }

    /**
     * {@return the filter} For development only: all who can reach the server learn when a file changes.
     * @param folders of static files and templates, watched with all that is below them
     * @throws IOException if one is no folder
     */
    public static LiveReload watching(Path... folders) throws IOException {
        List<Path> all = List.of(requireNonNull(folders, "folders"));
        for (Path folder : all) {
            if (!Files.isDirectory(folder)) {
                throw new NotDirectoryException(folder.toString());
            }
        }
        return new LiveReload(() -> stateOf(all), Workers.shared());
    }

    /** A number that changes when a file is added, removed or written to. */
    static long stateOf(List<Path> folders) throws IOException {
        long sum = 0;
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    BasicFileAttributes now = attributes(file);
                    sum += 31L * Objects.hash(file, now.lastModifiedTime(), now.size());
                }
            }
        }
        return sum;
    }

    /** Those of what a link leads to; of the link itself if that leads nowhere, as those that some editors write as their locks. */
    private static BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        String path = requireNonNull(request, "request").path();
        if (request.method().equals(Method.GET) && path.equals(PATH)) {
            return Future.completed(EventStream.of(request, this::begin));
        }
        if (request.method().equals(Method.GET) && path.equals(PATH + ".js")) {
            return Future.completed(Response.bytes(SCRIPT.getBytes(ISO_8859_1), "text/javascript")
                    .withHeader("Cache-Control", "no-store"));
        }
        return next.handle(request).flatMap(LiveReload::withScript);
    }

    // ---------------------------------------------------------------------------------------------------- the script

    private static Future<Response> withScript(Response response) {
        Body body = response.body();
        boolean page = isHtml(response.header("Content-Type"))
                && !response.headers().contains("Content-Encoding")
                && !response.status().equals(Status.PARTIAL_CONTENT)
                && body.length() > 0
                && body.length() <= MOST;
        return page
                ? body.collect(MOST)
                        .map(bytes -> response.withBody(withScript(bytes)).withHeader("Cache-Control", "no-store"))
                : Future.completed(response);
    }

    private static boolean isHtml(@Nullable String contentType) {
        MediaType type = contentType == null ? null : MediaType.parse(contentType);
        return type != null && type.matches(MediaType.TEXT_HTML);
    }

    /** Before the end of the body. Latin-1 keeps each byte, and the tag is the same in all charsets that extend ASCII. */
    private static Body withScript(Body.Bytes page) {
        String html = page.text(ISO_8859_1);
        int end = html.lastIndexOf("</body>");
        int at = end < 0 ? html.length() : end;
        return Body.of((html.substring(0, at) + TAG + html.substring(at)).getBytes(ISO_8859_1));
    }

    // ---------------------------------------------------------------------------------------------------- the watch

    private void begin(EventStream page) {
        look(page, Scheduler.current(), null);
    }

    /** @param known the state that the page has; null if it is not known, or could not be read */
    private void look(EventStream page, Scheduler loop, @Nullable Object known) {
        if (!page.isOpen()) {
            return;
        }
        read(loop).onComplete((now, error) -> {
            Object next = now == null ? known : now;
            if (known != null && !known.equals(next) && page.isOpen()) {
                page.send("changed");
            }
            loop.schedule(PERIOD, new NamedTask("live reload", () -> look(page, loop, next)));
        });
    }

    /** One look for all pages: else those of one client would take all threads. */
    private Future<Object> read(Scheduler loop) {
        Promise<Object> promise = loop.newPromise();
        synchronized (this) {
            waiting.add(promise);
            if (waiting.size() > 1) {
                return promise;
            }
        }
        try {
            workers.execute(this::answer);
        } catch (RejectedExecutionException e) {
            takeWaiting().forEach(asked -> asked.fail(e));
        }
        return promise;
    }

    private void answer() {
        try {
            Object now = state.call();
            takeWaiting().forEach(asked -> asked.complete(now));
        } catch (Throwable e) { // a file may go while it is looked at: the next look sees that
            takeWaiting().forEach(asked -> asked.fail(e));
        }
    }

    private synchronized List<Promise<Object>> takeWaiting() {
        List<Promise<Object>> taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }
}
