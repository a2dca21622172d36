// SPDX-License-Identifier: Apache-2.0
// FAILS: and it is not passed on
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of a folder, and whatever else a server behind this one has. */
class Site {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "md", "text/plain; charset=utf-8",
            "txt", "text/plain; charset=utf-8",
            "svg", "image/svg+xml");

    private final Loop loop;
    private final Path folder;
    private final URI back;
    private final Fetcher fetcher;

    Site(Loop loop, Path folder, URI back) {
        this.loop = loop;
        this.folder = folder.toAbsolutePath().normalize();
        this.back = back;
        this.fetcher = new Fetcher(loop);
    }

    /** Listens, and answers when the loop runs. */
    ServerSocketChannel listen(InetSocketAddress address) throws IOException {
        App app = new App(loop, Throwable::printStackTrace);
        app.get("/{path...}", (request, path) -> answer(request, path.group("path")));
        return Listen.on(loop, address, () -> new HttpServer(app));
    }

    /** Closes the connections to the server behind this one. */
    void close() {
        fetcher.close();
    }

    private Future<HttpResponse> answer(HttpRequest request, String path) {
        Path file = file(path);
        if (file.startsWith(folder) && Files.isRegularFile(file)) {
            return Future.of(loop, read(file));
        }
        return fetcher.fetch(URI.create(back + request.target().toString()))
                .map(Site::forwarded)
                .recover(error -> Future.of(loop, HttpResponse.text(502, "the server behind this one: " + error)));
    }

    /** With characters that no name of a file has it is the folder, which is no file. */
    private Path file(String path) {
        try {
            return folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            return folder;
        }
    }

    private static HttpResponse read(Path file) {
        String name = file.getFileName().toString();
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        try {
            return new HttpResponse(200, Map.of("Content-Type", type), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** These fields are about the connection to the server behind this one, not about the answer. */
    private static HttpResponse forwarded(HttpResponse response) {
        Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.put("Content-Type", response.fields().getOrDefault("Content-Type", "text/plain"));
        List.of("Connection", "Keep-Alive", "Transfer-Encoding", "Content-Length")
                .forEach(fields::remove);
        return new HttpResponse(response.status(), fields, response.body());
    }
}
