// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.Printable;
import io.snowloop.logging.LimitLog;
import io.snowloop.options.Bounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Receives forms with files, {@code multipart/form-data} (RFC 7578), within limits.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/UploadsPageTest.java#form -->
 * <pre>{@code
 * Multipart multipart =
 *         Multipart.builder().folder(folder).maxBody(50 * 1024 * 1024).build();
 * Snow app = new Snow().post("/photos", multipart.form((request, form) -> {
 *     Upload photo = form.file("photo");
 *     if (photo == null) {
 *         throw new HttpException(Status.BAD_REQUEST, "choose a photo");
 *     }
 *     Path saved = folder.resolve(UUID.randomUUID() + "-" + photo.fileName());
 *     photo.saveAs(saved);
 *     return Response.text("thank you for " + form.field("title"));
 * }));
 * }</pre>
 *
 * <p>A form is received part by part: small parts stay in memory, and larger files go to temporary files, which are deleted
 * when the view has returned, and also if the form is malformed or too large, or if the client leaves. They are written on the
 * loop's thread, into the page cache of the system.
 *
 * <p>A request that is too large is answered with 413. The first time, the limit is logged at level WARNING, with the name of
 * its setting. These limits count, and not {@code Snow.bodyLimit}. What the forms of all clients have in memory counts in {@code
 * ServerOptions.maxMemory}, and what they have in files in {@link Builder#maxDisk}.
 */
public final class Multipart {
    /** All settings at their defaults. */
    public static final Multipart DEFAULT = builder().build();

    private final int maxParts;
    private final int maxHead;
    private final int maxName;
    private final int maxMemory;
    private final long maxBody;
    private final Path folder;
    private final LimitLog limits = new LimitLog(Multipart.class);
    private final DiskBudget disk;

    private Multipart(Builder builder) {
        maxParts = builder.maxParts;
        maxHead = builder.maxHead;
        maxName = builder.maxName;
        maxMemory = builder.maxMemory;
        maxBody = builder.maxBody;
        folder = builder.folder;
        disk = new DiskBudget(builder.maxDisk, limits);
    }

    /** {@return a builder with all settings at their defaults} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder()
                .maxParts(maxParts)
                .maxHead(maxHead)
                .maxName(maxName)
                .maxMemory(maxMemory)
                .maxBody(maxBody)
                .maxDisk(maxDisk())
                .folder(folder);
    }

    /**
     * {@return a handler that receives a form and gives it to a view} Add it to a route as it is: {@code app.post("/photos",
     * multipart.form(...))}.
     * @param view called when the whole form is there
     */
    public Handler form(FormView view) {
        requireNonNull(view, "view");
        return request -> form(request, form -> {
            try {
                return Future.completed(view.view(request, form));
            } catch (Exception e) {
                return Future.failed(e);
            }
        });
    }

    /**
     * {@return the future of what is made of a request's form} For a {@link Handler} whose answer takes a while: it asks a database
     * about the form, or gives a file to another thread. On the loop's thread. What the form has in memory does not count in {@code
     * ServerOptions.maxMemory} any more once it is given to {@code use}: bound how many wait there.
     *
     * @param <T> what is made of it, such as a {@link io.snowloop.http.Response}
     * @param request its body must not have been read, unless it has a form of a filter ({@link MultipartForm#in})
     * @param use called when the whole form is there, on the loop's thread; the temporary files are deleted when its future is done
     * @throws HttpException as {@link #parts} does
     */
    public <T> Future<T> form(Request request, Function<? super MultipartForm, Future<T>> use) {
        requireNonNull(request, "request");
        requireNonNull(use, "use");
        MultipartForm received = MultipartForm.of(request);
        if (received != null) { // it belongs to the filter that has received it
            return Future.completed(received).flatMap(use);
        }
        MultipartForm form = new MultipartForm(request.context()::keeps, disk);
        return new FormReader(parts(request), form, this).read().flatMap(use).onDone(form::close);
    }

    /**
     * {@return the parts of a request's form, to be read as they come} For a {@link Handler} that has more to do than {@link
     * #form}: it writes a file elsewhere, or checks a field before it takes the file behind it.
     *
     * @param request its body must not have been read
     * @throws IllegalStateException if a filter has received the form ({@link MultipartForm#in})
     * @throws HttpException 415 if it is no {@code multipart/form-data}, 400 if its boundary is missing, 413 if it is too large
     */
    public Parts parts(Request request) {
        String sent = requireNonNull(request, "request").header("Content-Type");
        if (MultipartForm.of(request) != null) {
            throw new IllegalStateException(
                    "a filter has received this form, such as csrf().withForms(...): call form(...)");
        }
        MediaType type = sent == null ? null : MediaType.parse(sent);
        if (type == null || !type.matches(MediaType.MULTIPART_FORM_DATA)) {
            throw new HttpException(
                    Status.UNSUPPORTED_MEDIA_TYPE,
                    "the body must be multipart/form-data, but "
                            + (sent == null ? "has no Content-Type" : "is " + Printable.quote(sent)));
        }
        String boundary = type.parameter("boundary");
        if (boundary == null || boundary.isEmpty() || boundary.length() > 70) { // RFC 2046 §5.1.1
            throw new HttpException(Status.BAD_REQUEST, "the form has no boundary of 1 to 70 characters");
        }
        if (request.body().length() > maxBody) {
            throw exceeded("maxBody", maxBody, "the form has more bytes");
        }
        return new Parts(request.body().stream(), this, boundary);
    }

    HttpException exceeded(String setting, long limit, String what) {
        limits.hit("Multipart." + setting, limit, "refused, because " + what);
        return new HttpException(Status.CONTENT_TOO_LARGE, what + " than " + limit + " (Multipart." + setting + ")");
    }

    /** {@return the most parts of a form} */
    public int maxParts() {
        return maxParts;
    }

    /** {@return the most bytes of the header fields of a part} */
    public int maxHead() {
        return maxHead;
    }

    /** {@return the most characters of a part's name} */
    public int maxName() {
        return maxName;
    }

    /** {@return how many bytes of a part are kept in memory} */
    public int maxMemory() {
        return maxMemory;
    }

    /** {@return the most bytes of a form} */
    public long maxBody() {
        return maxBody;
    }

    /** {@return the most bytes that all forms have in temporary files} */
    public long maxDisk() {
        return disk.most();
    }

    /** {@return where temporary files are} */
    public Path folder() {
        return folder;
    }

    /** Makes a {@link Multipart}. */
    public static final class Builder {
        private int maxParts = 100;
        private int maxHead = 4 * 1024;
        private int maxName = 200;
        private int maxMemory = 64 * 1024;
        private long maxBody = 10L * 1024 * 1024;
        private long maxDisk = 1L << 30;
        private Path folder = Path.of(System.getProperty("java.io.tmpdir"));

        private Builder() {}

        /**
         * Sets the most parts of a form.
         * @param maxParts positive; default: 100. More are answered with 413
         * @return this builder
         */
        public Builder maxParts(int maxParts) {
            this.maxParts = Bounds.atLeast("maxParts", 1, maxParts);
            return this;
        }

        /**
         * Sets the most bytes of the header fields of a part.
         * @param maxHead in bytes, positive; default: 4 KiB. More are answered with 413
         * @return this builder
         */
        public Builder maxHead(int maxHead) {
            this.maxHead = Bounds.atLeast("maxHead", 1, maxHead);
            return this;
        }

        /**
         * Sets the longest name of a part.
         * @param maxName in characters, positive; default: 200. A longer one is answered with 413
         * @return this builder
         */
        public Builder maxName(int maxName) {
            this.maxName = Bounds.atLeast("maxName", 1, maxName);
            return this;
        }

        /**
         * Sets how much of a part is kept in memory.
         * @param maxMemory in bytes, not negative; default: 64 KiB. A longer file goes to a temporary file; a longer field is
         *     answered with 413
         * @return this builder
         */
        public Builder maxMemory(int maxMemory) {
            this.maxMemory = Bounds.atLeast("maxMemory", 0, maxMemory);
            return this;
        }

        /**
         * Sets the most bytes of a form.
         * @param maxBody in bytes, positive; default: 10 MiB. More are answered with 413
         * @return this builder
         */
        public Builder maxBody(long maxBody) {
            this.maxBody = Bounds.atLeast("maxBody", 1, maxBody);
            return this;
        }

        /**
         * Sets the most bytes that all forms together have in temporary files, until the views of these forms are done. Without such a
         * bound, some thousand clients fill the disk.
         *
         * @param maxDisk in bytes, not negative; default: 1 GiB. A form that needs more is answered with 503; one that fits into memory is not
         * @return this builder
         */
        public Builder maxDisk(long maxDisk) {
            this.maxDisk = Bounds.atLeast("maxDisk", 0, maxDisk);
            return this;
        }

        /**
         * Sets where temporary files are.
         * @param folder must exist; default: {@code java.io.tmpdir}. On the file system of the files that are kept, {@link
         *     Upload#saveAs} costs nothing
         * @return this builder
         * @throws IllegalArgumentException if there is no such folder
         */
        public Builder folder(Path folder) {
            if (!Files.isDirectory(requireNonNull(folder, "folder"))) { // else only the first large file would show it
                throw new IllegalArgumentException(
                        "there is no folder " + folder + " for temporary files: create it first");
            }
            this.folder = folder;
            return this;
        }

        /** {@return these settings} The builder can be used again. */
        public Multipart build() {
            return new Multipart(this);
        }
    }
}
