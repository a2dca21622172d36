// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.FileBody;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.MediaType;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;

/**
 * A view of the files in a folder, for a route whose last parameter is {@code {path:path}}:
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/WebExamplesTest.java#static-files -->
 * <pre>{@code
 * Snow app = new Snow().get("/static/{path:path}", StaticFiles.of(files));
 *
 * Response style = app.handle(Request.get("/static/style.css")).resultNow();
 * assertThat(style.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
 * }</pre>
 *
 * <p>The response for a folder is its {@code index.html}, or a redirect if the path has no slash at its end. Files that
 * begin with a dot are not found by any path, and files outside of the folder through no link. But a link whose own name has no
 * dot may lead to a hidden file of the folder: so a volume of Kubernetes has its files. Responses have validators, and obey
 * conditions (RFC 9110 §13) and requests for one range of bytes (§14).
 *
 * <p>A file that changes between its look-up and its opening is answered with 503: else new bytes would go with an old tag. Replace files by a
 * rename. A log that is written to all the time had better be sent by a view of your own ({@link Response#file}).
 *
 * <p>Files are looked up and read on the loop's thread, as in nginx. If a file system may stall, {@code blocking(files)}
 * looks files up on another thread, but still reads them on the loop: serve such a file system from a separate server.
 *
 * <p>Immutable: a {@code with} method returns a copy in which something is replaced.
 */
public final class StaticFiles implements View {
    private static final String INDEX = "index.html";

    private final PublicFolder folder;
    private final InstantSource clock;
    private final Headers always;
    private final boolean precompressed;

    StaticFiles(Path folder, InstantSource clock) {
        this(new PublicFolder(folder), clock, Headers.of("Accept-Ranges", "bytes"), false);
    }

    private StaticFiles(PublicFolder folder, InstantSource clock, Headers always, boolean precompressed) {
        this.folder = folder;
        this.clock = clock;
        this.always = always;
        this.precompressed = precompressed;
    }

    /**
     * {@return the files in a folder} If that is a link, it is followed now, and not again later.
     * @param folder all that is below it can be read by clients; the name of a file or folder that begins with a dot hides
     *     it
     * @throws IllegalArgumentException with the path in its message, if there is no such folder, or it cannot be read
     */
    public static StaticFiles of(Path folder) {
        return new StaticFiles(requireNonNull(folder, "folder"), InstantSource.system());
    }

    /**
     * {@return these files with a {@code Cache-Control} (RFC 9111 §5.2): how long a client may use one without asking} Without
     * it a browser guesses. For files whose names change with their content: {@code public, max-age=31536000, immutable}. For
     * all others: {@code no-cache}, which means that it asks each time, and mostly gets a 304.
     *
     * @param cacheControl the value of the field, in responses that have a file or say that it has not changed
     */
    public StaticFiles withCacheControl(String cacheControl) {
        Headers more = always.with("Cache-Control", requireNonNull(cacheControl, "cacheControl"));
        return new StaticFiles(folder, clock, more, precompressed);
    }

    /**
     * {@return these files, in place of which compressed ones are sent to clients that take them: {@code style.css.br}, {@code
     * style.css.zst} or {@code style.css.gz} beside {@code style.css}} Such a file is sent by the kernel, as all others, and is
     * smaller than what a filter could make of it in the time. One that is older than the plain file is not used. An {@code If-Range} with a
     * date allows no range then, as the date may be that of both: with an entity tag it does.
     */
    public StaticFiles withPrecompressed() {
        return new StaticFiles(folder, clock, always.with("Vary", "Accept-Encoding"), true);
    }

    /**
     * The file that the path parameter {@code path} names.
     *
     * @throws IllegalArgumentException if the route has no such parameter, which an app says already when the route is added
     * @throws HttpException 404 if there is no such file, 412 if a condition is false, 416 if no byte of the range exists: an
     *     app's {@link ErrorMapper} makes the response
     */
    @Override
    public Response view(Request request) {
        String path = requireNonNull(request, "request").pathParameters().get("path");
        if (path == null) {
            throw noPath("this one", request.pathParameters().keySet());
        }
        boolean slash = path.isEmpty() || path.endsWith("/");
        String name = slash ? path + INDEX : path;
        PublicFolder.Entry found = folder.find(name);
        if (found != null && found.attributes().isRegularFile()) {
            Headers type = Headers.of("Content-Type", MediaType.ofFileName(name).toString());
            Precompressed coded = precompressed ? Precompressed.best(folder, name, found, request) : null;
            return coded == null
                    ? answer(request, found, "", type)
                    : answer(request, coded.file(), coded.coding(), type.plus("Content-Encoding", coded.coding()));
        }
        boolean aFolder = found != null && found.attributes().isDirectory();
        if (aFolder && !slash) {
            return toFolder(request);
        }
        throw ClientErrorException.notFound();
    }

    /** @throws IllegalArgumentException if a route with these parameters would have no path */
    static void check(Object route, Collection<String> parameters) {
        if (!parameters.contains("path")) {
            throw noPath(route, parameters);
        }
    }

    private static IllegalArgumentException noPath(Object route, Collection<String> parameters) {
        return new IllegalArgumentException("StaticFiles need a route that ends in {path:path}, such as"
                + " get(\"/static/{path:path}\", files): " + route + " has the parameters " + parameters);
    }

    /** Relative, so that it is right wherever the app is mounted, and never leads to another host. */
    private static Response toFolder(Request request) {
        String path = request.encodedPath();
        int query = request.target().indexOf('?');
        String location = "." + path.substring(path.lastIndexOf('/')) + "/"
                + (query == -1 ? "" : request.target().substring(query));
        return Response.redirect(location).withStatus(Status.MOVED_PERMANENTLY);
    }

    private Response answer(Request request, PublicFolder.Entry file, String coding, Headers about) {
        Validators validators = Validators.of(file.attributes(), coding, clock.instant());
        Conditions conditions = new Conditions(request.headers(), validators);
        Status refusal = conditions.refusal();
        if (Status.PRECONDITION_FAILED.equals(refusal)) {
            throw ClientErrorException.preconditionFailed();
        }
        if (refusal != null) {
            return Response.of(refusal).withHeaders(fields(validators, Headers.empty()));
        }
        long size = file.attributes().size();
        boolean mayBePart =
                request.method().equals(Method.GET) && conditions.allowRange(!precompressed); // §14.2: only GET
        ByteRange range = mayBePart ? ByteRange.requested(request.headers(), size) : null;
        Response whole =
                Response.of(Status.OK).withHeaders(fields(validators, about)).withBody(body(file, 0, size));
        return range == null ? whole : part(whole, file, range, size);
    }

    /** It is opened when it is sent, which may be later: then it must still be what the tag stands for. */
    private static FileBody body(PublicFolder.Entry file, long position, long length) {
        return new FileBody(file.path(), position, length, file.attributes().lastModifiedTime());
    }

    private static Response part(Response whole, PublicFolder.Entry file, ByteRange range, long size) {
        if (!range.isSatisfiable()) {
            throw ClientErrorException.rangeNotSatisfiable(range.contentRange(size));
        }
        return whole.withStatus(Status.PARTIAL_CONTENT)
                .withHeader("Content-Range", range.contentRange(size))
                .withBody(body(file, range.first(), range.length()));
    }

    private Headers fields(Validators validators, Headers about) {
        return Headers.builder()
                .addAll(always)
                .add("ETag", validators.entityTag())
                .add("Last-Modified", validators.lastModifiedDate())
                .addAll(about)
                .build();
    }
}
