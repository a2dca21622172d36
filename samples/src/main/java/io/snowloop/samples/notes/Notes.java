// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.notes;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static io.snowloop.server.filter.Compression.compression;
import static io.snowloop.server.filter.ConditionalGet.conditionalGet;
import static io.snowloop.server.filter.Forwarded.xForwarded;
import static io.snowloop.server.filter.RateLimit.rateLimit;
import static io.snowloop.server.session.Csrf.csrf;
import static io.snowloop.server.session.Sessions.session;
import static java.time.Duration.ofMinutes;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.JsonMapper;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.samples.Jackson;
import io.snowloop.samples.ResourceView;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.EventStream;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import io.snowloop.server.auth.Secret;
import io.snowloop.server.filter.Cors;
import io.snowloop.server.filter.SecurityHeaders;
import io.snowloop.server.multipart.Multipart;
import io.snowloop.server.multipart.MultipartForm;
import io.snowloop.server.multipart.Upload;
import io.snowloop.server.session.CookieSigner;
import io.snowloop.server.session.Csrf;
import io.snowloop.server.session.SessionStore;
import io.snowloop.server.session.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;

/** A board of notes: all can read it, live, and those who know its password write, with a file if they like. */
// region notes
public final class Notes {
    private static final int MOST_NOTES = 100;
    private static final int LARGEST_FORM = 5 * 1024 * 1024;
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
    private static final JsonMapper JSON = new Jackson(new ObjectMapper());

    record Note(
            String id, String author, String text, @Nullable String file) {}

    record Login(@Nullable String name, @Nullable String password) {}

    record Visitor(@Nullable String name, String csrf) {}

    // One loop serves all clients, so these fields need no lock.
    private final Deque<Note> notes = new ArrayDeque<>(); // the newest is the first
    private final Set<EventStream> readers = new LinkedHashSet<>();
    private final Path folder;
    private final Secret password;

    Notes(Path folder, String password) {
        this.folder = folder;
        this.password = Secret.of(password);
    }

    public static void main(String... args) throws IOException {
        int port = args.length == 0 ? 8014 : Integer.parseInt(args[0]);
        AddressRanges proxies = AddressRanges.of(Stream.of(args).skip(1).toArray(String[]::new));
        String password = UUID.randomUUID().toString().substring(24);
        System.out.println("To write, log in with any name and the password " + password);
        new Notes(Files.createTempDirectory("notes"), password).app(proxies).run(port);
    }

    // region app
    Snow app(AddressRanges proxies) throws IOException {
        CookieSigner signer = CookieSigner.of(new SecureRandom().generateSeed(32));
        Path incoming =
                Files.createDirectories(folder.resolve(".incoming")); // StaticFiles hides names with a dot in front
        Multipart forms =
                Multipart.builder().folder(incoming).maxBody(LARGEST_FORM).build();
        StaticFiles uploads = StaticFiles.of(folder);
        return new Snow()
                .filter(xForwarded(proxies))
                .filter(accessLog())
                .filter(SecurityHeaders.builder().contentSecurityPolicy(POLICY).build())
                .filter(Cors.builder().anyOrigin().build()) // without cookies: the notes are public
                .filter(compression())
                .filter(conditionalGet())
                .filter(Sessions.builder(signer, SessionStore.inMemory(10_000)).build())
                .filter(csrf())
                .get("/", new ResourceView(Notes.class, "notes.html"))
                .get("/notes.css", new ResourceView(Notes.class, "notes.css"))
                .get("/notes.js", new ResourceView(Notes.class, "notes.js"))
                .get("/notes", request -> Response.json(notes, JSON))
                .get("/changes", this::follow)
                .group(
                        "",
                        visitors -> visitors.filter(
                                        rateLimit(60, ofMinutes(1))) // new sessions, and guesses at the password
                                .get("/visitor", Notes::visitor)
                                .post("/login", this::logIn))
                .group("/files", files -> files.filter(Notes::asDownload).get("/{path:path}", uploads))
                .group(
                        "",
                        writers -> writers.filter(Notes::loggedIn) // before the body of a request is received
                                .post("/notes", forms.form(this::add))
                                .delete("/notes/{id}", this::remove)
                                .post("/logout", Notes::logOut));
    }
    // endregion

    /** An event says that the board has changed, and not how. A slow reader whose queue is full misses nothing: there is one in it. */
    private Response follow(Request request) {
        return EventStream.of(request, reader -> {
            readers.add(reader);
            reader.closed().onDone(() -> readers.remove(reader));
            reader.send("changed");
        });
    }

    private static Response visitor(Request request) {
        return Response.json(new Visitor(name(request), Csrf.token(request)), JSON);
    }

    private Response logIn(Request request) {
        Login login = request.fromJson(Login.class, JSON);
        String name = text("name", login.name(), 40);
        if (!password.matches(text("password", login.password(), 100))) {
            throw new HttpException(Status.FORBIDDEN, "This is not the password.");
        }
        session(request).renew(); // a session that another client knows is not logged in
        session(request).set("name", name);
        return Response.of(Status.NO_CONTENT);
    }

    private static Response logOut(Request request) {
        session(request).end();
        return Response.of(Status.NO_CONTENT);
    }

    private static Future<Response> loggedIn(Request request, Handler next) {
        return name(request) != null
                ? next.handle(request)
                : Future.failed(new HttpException(Status.FORBIDDEN, "Log in first."));
    }

    private Response add(Request request, MultipartForm form) throws IOException {
        String text = text("note", form.field("text"), 1_000);
        String id = UUID.randomUUID().toString();
        Upload file = form.file("file");
        String name = file == null ? null : id + "-" + file.fileName();
        if (file != null) {
            file.saveAs(folder.resolve(name));
        }
        notes.addFirst(new Note(id, String.valueOf(name(request)), text, name));
        if (notes.size() > MOST_NOTES) {
            forget(notes.getLast());
        }
        readers.forEach(reader -> reader.send("changed"));
        return Response.of(Status.CREATED);
    }

    private Response remove(Request request) throws IOException {
        forget(notes.stream()
                .filter(note -> note.id().equals(request.path("id")))
                .findFirst()
                .orElseThrow(() -> new HttpException(Status.NOT_FOUND, "This note is gone.")));
        readers.forEach(reader -> reader.send("changed"));
        return Response.of(Status.NO_CONTENT);
    }

    private void forget(Note note) throws IOException {
        notes.remove(note);
        if (note.file() != null) {
            Files.deleteIfExists(folder.resolve(note.file()));
        }
    }

    private static @Nullable String name(Request request) {
        return session(request).get("name");
    }

    private static String text(String what, @Nullable String text, int longest) {
        if (text == null || text.isBlank() || text.length() > longest) {
            throw new HttpException(Status.BAD_REQUEST, "A " + what + " has 1 to " + longest + " characters.");
        }
        return text.strip();
    }

    /** A file that is opened from its link is kept, and not run as a page of this site. Images are shown all the same. */
    private static Future<Response> asDownload(Request request, Handler next) {
        return next.handle(request).map(response -> response.withHeader("Content-Disposition", "attachment"));
    }
}
// endregion
