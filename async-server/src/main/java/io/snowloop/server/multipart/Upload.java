// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Body;
import io.snowloop.http.FileBody;
import io.snowloop.http.MediaType;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A file of a {@link MultipartForm}: in memory if it is small, else in a temporary file. */
public final class Upload {
    private final String fileName;
    private final MediaType contentType;
    private final Body body;

    Upload(String fileName, MediaType contentType, Body body) {
        this.fileName = fileName;
        this.contentType = contentType;
        this.body = body;
    }

    /** {@return its name, made safe: see {@link Part#fileName}} */
    public String fileName() {
        return fileName;
    }

    /** {@return the type that the client says it has} Do not rely on it: a script may be called an image. */
    public MediaType contentType() {
        return contentType;
    }

    /** {@return its length in bytes} */
    public long length() {
        return body.length();
    }

    /** {@return its content} A {@link FileBody} ends with the form: see {@link #saveAs}. */
    public Body body() {
        return body;
    }

    /**
     * Makes it a file that stays. A temporary one is moved, which costs nothing on the same file system.
     * @param file must not exist
     * @throws FileAlreadyExistsException if it does: two clients may send the same name
     * @throws IOException if it cannot be written
     */
    public void saveAs(Path file) throws IOException {
        requireNonNull(file, "file");
        Path temporary = temporary();
        if (temporary == null) {
            Files.write(
                    file,
                    body.collected() == null ? new byte[0] : body.collected().array(),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            return;
        }
        Files.createFile(file); // fails if it is there, which a move would replace on some systems
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private @Nullable Path temporary() {
        return body instanceof FileBody inFile ? inFile.path() : null;
    }

    /** {@code a.png, 1234 bytes}. */
    @Override
    public String toString() {
        return fileName + ", " + length() + " bytes";
    }
}
