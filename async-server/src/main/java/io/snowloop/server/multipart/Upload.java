// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Body;
import io.snowloop.http.FileBody;
import io.snowloop.http.MediaType;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
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
     * Makes it a file that stays, with the permissions of any new file. A temporary one is moved, which costs nothing on the same
     * file system.
     * @param file must not exist; if this fails, it does not exist afterwards either
     * @throws FileAlreadyExistsException if it does: two clients may send the same name
     * @throws IOException if it cannot be written, or the form has ended, and its temporary files with it
     */
    public void saveAs(Path file) throws IOException {
        requireNonNull(file, "file");
        Files.createFile(file); // fails if it is there, which a move would replace on some systems
        try {
            Path temporary = temporary();
            if (temporary != null) {
                move(temporary, file);
            } else if (body.collected() != null) {
                Files.write(file, body.collected().array());
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void move(Path temporary, Path file) throws IOException {
        if (Files.notExists(temporary)) {
            throw new NoSuchFileException(
                    temporary.toString(),
                    file.toString(),
                    this + " was saved already, or its form has ended: call saveAs before the view has returned");
        }
        PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        if (view != null) { // while the form was under way, only the owner could read it
            view.setPermissions(Files.getPosixFilePermissions(file));
        }
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
