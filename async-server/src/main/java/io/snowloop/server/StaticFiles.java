package io.snowloop.server;

import io.snowloop.http.FileBody;
import io.snowloop.http.Headers;
import io.snowloop.http.MediaType;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A view of the files in a folder, for a route whose last parameter is {@code path}:
 *
 * <pre>{@code
 * new Snow().get("/static/{path:path}", StaticFiles.of(Path.of("public")))
 * }</pre>
 *
 * <p>A folder is answered with its {@code index.html}, and with a redirect if the slash at its end is missing. What begins
 * with a dot is not there, and nor is what is outside of the folder, whichever way a path or a link leads to it. Answers
 * have validators, and honour conditions (RFC 9110 §13) and requests for one range of bytes (§14).
 *
 * <p>A file is looked up and read on the loop's thread, as nginx does it. Where a file system may stall,
 * {@code blocking(files)} looks up elsewhere, but reads on the loop still: leave that one to a server of its own. What is
 * to go with each answer, such as {@code Cache-Control}, goes around the view:
 * {@code request -> files.view(request).withHeader(...)}.
 */
public final class StaticFiles implements View {
    private static final String INDEX = "index.html";

    private final PublicFolder folder;
    private final InstantSource clock;

    StaticFiles(Path folder, InstantSource clock) throws IOException {
        this.folder = new PublicFolder(folder);
        this.clock = clock;
    }

    /**
     * The files in a folder. If that is a link, it is followed now, once.
     *
     * @throws IOException if there is no such folder
     */
    public static StaticFiles of(Path folder) throws IOException {
        return new StaticFiles(folder, InstantSource.system());
    }

    /**
     * The file that the path parameter {@code path} names.
     *
     * @throws IllegalArgumentException if the route has no such parameter
     */
    @Override
    public Response view(Request request) {
        String path = request.path("path");
        boolean slash = path.isEmpty() || path.endsWith("/");
        String name = slash ? path + INDEX : path;
        PublicFolder.Entry found = folder.find(name);
        if (found != null && found.attributes().isRegularFile()) {
            return answer(request, found, MediaType.ofFileName(name));
        }
        boolean aFolder = found != null && found.attributes().isDirectory();
        return aFolder && !slash ? toFolder(request) : StatusPage.of(Status.NOT_FOUND);
    }

    /** Relative, so that it holds wherever the app is mounted, and can't lead to another host. */
    private static Response toFolder(Request request) {
        String path = request.path();
        int query = request.target().indexOf('?');
        String location = "." + path.substring(path.lastIndexOf('/')) + "/"
                + (query < 0 ? "" : request.target().substring(query));
        return Response.redirect(location).withStatus(Status.MOVED_PERMANENTLY);
    }

    private Response answer(Request request, PublicFolder.Entry file, MediaType type) {
        Validators validators = Validators.of(file.attributes(), clock.instant());
        Conditions conditions = new Conditions(request.headers(), validators);
        Status refusal = conditions.refusal();
        if (refusal != null) {
            return Response.of(refusal).withHeaders(fields(validators));
        }
        long size = file.attributes().size();
        boolean mayBePart = request.method().equals(Method.GET) && conditions.allowRange(); // §14.2: of GET alone
        ByteRange range = mayBePart ? ByteRange.requested(request.headers(), size) : null;
        Response whole = Response.of(Status.OK)
                .withHeaders(fields(validators, "Content-Type", type.toString()))
                .withBody(new FileBody(file.path(), 0, size));
        return range == null ? whole : part(whole, file.path(), range, size);
    }

    private static Response part(Response whole, Path file, ByteRange range, long size) {
        if (!range.isSatisfiable()) {
            return StatusPage.of(Status.RANGE_NOT_SATISFIABLE).withHeader("Content-Range", range.contentRange(size));
        }
        return whole.withStatus(Status.PARTIAL_CONTENT)
                .withHeader("Content-Range", range.contentRange(size))
                .withBody(new FileBody(file, range.first(), range.length()));
    }

    private static Headers fields(Validators validators, String... more) {
        return Headers.builder()
                .add("Accept-Ranges", "bytes")
                .add("ETag", validators.entityTag())
                .add("Last-Modified", validators.lastModifiedDate())
                .addAll(Headers.of(more))
                .build();
    }
}
