// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import io.snowloop.http.BodyStream;
import io.snowloop.http.Headers;
import io.snowloop.http.HttpException;
import io.snowloop.http.MediaType;
import io.snowloop.http.Status;
import org.jspecify.annotations.Nullable;

/** A part of a form (RFC 7578 §4): a field or a file. Its content is a stream, which ends with the part. */
public final class Part {
    private final Headers headers;
    private final String name;
    private final @Nullable String fileName;
    private final boolean chosen;
    private final BodyStream body;

    private Part(Headers headers, String name, @Nullable String sentFileName, BodyStream body) {
        this.headers = headers;
        this.name = name;
        this.fileName = sentFileName == null ? null : FileNames.safe(sentFileName);
        this.chosen = sentFileName != null && !sentFileName.isEmpty();
        this.body = body;
    }

    /**
     * Reads {@code Content-Disposition}.
     *
     * @throws HttpException 400 if it is not that of a form, or has no name
     */
    static Part of(Headers headers, BodyStream body, Multipart limits) {
        String field = headers.get("Content-Disposition");
        Disposition sent = field == null ? null : Disposition.parse(field);
        if (sent == null || sent.name() == null) {
            throw nameless();
        }
        if (sent.name().length() > limits.maxName()) {
            throw limits.exceeded("maxName", limits.maxName(), "the name of a part has more characters");
        }
        return new Part(headers, sent.name(), sent.fileName(), body);
    }

    private static HttpException nameless() {
        return new HttpException(
                Status.BAD_REQUEST, "the form is malformed: a part has no Content-Disposition: form-data; name=...");
    }

    /** {@return the name of the form's control} */
    public String name() {
        return name;
    }

    /**
     * {@return the name of the file, made safe; null if this part is a field} It is a single segment without a path, a leading
     * dot, or a character or name that has a meaning to a file system, and never empty. Two files may have the same.
     */
    public @Nullable String fileName() {
        return fileName;
    }

    /** Whether it has the name of a file: a browser sends an empty one if the user has chosen none. */
    boolean isChosen() {
        return chosen;
    }

    /** {@return the type that the client says it has; {@code text/plain} if it says nothing} Do not rely on it. */
    public MediaType contentType() {
        String type = headers.get("Content-Type");
        MediaType parsed = type == null ? MediaType.TEXT_PLAIN : MediaType.parse(type);
        return parsed == null ? MediaType.OCTET_STREAM : parsed;
    }

    /** {@return the header fields} */
    public Headers headers() {
        return headers;
    }

    /** {@return the content} It can be read until the next part is asked for. */
    public BodyStream body() {
        return body;
    }

    /** {@code photo (a.png)}. */
    @Override
    public String toString() {
        return fileName == null ? name : name + " (" + fileName + ")";
    }
}
