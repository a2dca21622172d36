// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Attribute;
import io.snowloop.http.Body;
import io.snowloop.http.Request;
import io.snowloop.logging.LazyLogger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A form that has been received: its fields and its files, by the names of their controls, in the order of the form. */
public final class MultipartForm implements AutoCloseable {
    /** The form of a request that a filter has received. */
    private static final Attribute<MultipartForm> RECEIVED = Attribute.of("form");

    private static final LazyLogger LOG = new LazyLogger(MultipartForm.class);

    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final Map<String, List<Upload>> files = new LinkedHashMap<>();
    private final List<Path> temporary = new ArrayList<>();
    private final LongConsumer keeps;
    private final DiskBudget disk;
    private long kept;
    private long written;
    private boolean closed;

    /** @param keeps is told how many bytes it has in memory */
    MultipartForm(LongConsumer keeps, DiskBudget disk) {
        this.keeps = keeps;
        this.disk = disk;
    }

    /**
     * {@return a request with this form in place of its body} For a filter that has received it by {@link Multipart#form} to look at a field:
     * handlers inside, which call {@code form}, too, get this form. Its temporary files are there until the filter's future is done.
     *
     * @param request whose body was this form
     */
    public Request in(Request request) {
        return request.withBody(Body.EMPTY).withAttribute(RECEIVED, this);
    }

    static @Nullable MultipartForm of(Request request) {
        return request.attribute(RECEIVED);
    }

    /** So many bytes more are in memory, or fewer if negative. */
    void keep(long bytes) {
        kept += bytes;
        keeps.accept(kept);
    }

    /** So many bytes more are about to be in a temporary file. */
    void write(int bytes) throws IOException {
        requireOpen();
        disk.add(bytes);
        written += bytes;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the form is closed");
        }
    }

    void add(String name, String value) {
        fields.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
    }

    void add(String name, Upload file) {
        files.computeIfAbsent(name, any -> new ArrayList<>(1)).add(file);
    }

    /** Creates a file that {@link #close} deletes. Only its owner may read it. */
    Path temporaryFile(Path folder) throws IOException {
        requireOpen();
        Path file = Files.createTempFile(folder, "upload-", ".part");
        temporary.add(file);
        return file;
    }

    /**
     * {@return the first field with this name; null if there is none}
     * @param name of the control
     */
    public @Nullable String field(String name) {
        List<String> all = fields(name);
        return all.isEmpty() ? null : all.get(0);
    }

    /**
     * {@return all fields with this name}
     * @param name of the control
     */
    public List<String> fields(String name) {
        return List.copyOf(fields.getOrDefault(requireNonNull(name, "name"), List.of()));
    }

    /**
     * {@return the first file with this name; null if there is none, or if the user has chosen none}
     * @param name of the control
     */
    public @Nullable Upload file(String name) {
        List<Upload> all = files(name);
        return all.isEmpty() ? null : all.get(0);
    }

    /**
     * {@return all files with this name}
     * @param name of the control
     */
    public List<Upload> files(String name) {
        return List.copyOf(files.getOrDefault(requireNonNull(name, "name"), List.of()));
    }

    /** Deletes the temporary files, those aside that were {@linkplain Upload#saveAs saved}. It may be called again. */
    @Override
    public void close() {
        closed = true;
        if (kept != 0) { // else the answer may have told already what it keeps
            keep(-kept);
        }
        disk.free(written);
        written = 0;
        for (Path file : temporary) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a temporary file could not be deleted: " + file, e);
            }
        }
    }

    /** The names, without the values: {@code form with [title] and files [photo]}. */
    @Override
    public String toString() {
        return "form with " + fields.keySet() + " and files " + files.keySet();
    }
}
