// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Body;
import io.snowloop.http.BodyStream;
import io.snowloop.http.FileBody;
import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A form with files, as a browser sends it: {@code multipart/form-data} (RFC 7578). Immutable: a {@code plus} method returns a copy
 * with one part more, at the end.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/TransfersPageTest.java#form -->
 * <pre>{@code
 * FormData form = FormData.create().plusField("title", "First snow").plusFile("photo", photo);
 * Future<Response> answer = fetcher.fetch(form.post(url + "photos"));
 * }</pre>
 *
 * <p>Files are read from disk as they are sent, piece by piece. The request has a {@code Content-Length} if the lengths of all parts
 * are known, and is chunked otherwise.
 */
public final class FormData {
    /** Many and random enough that no content has it by chance, or on purpose. */
    private final String boundary;

    private final List<Part> parts;

    /** A part: its header fields and its content. */
    private record Part(String head, Body content) {}

    private FormData(String boundary, List<Part> parts) {
        this.boundary = boundary;
        this.parts = parts;
    }

    /** {@return a form without parts} */
    public static FormData create() {
        return new FormData("snowloop-" + UUID.randomUUID(), List.of());
    }

    /**
     * {@return this form with a field}
     * @param name of the field; quotes and control characters are percent-encoded, as browsers do it
     * @param value sent in UTF-8 (RFC 7578 §5.1)
     */
    public FormData plusField(String name, String value) {
        return plus(name, null, null, Body.of(Objects.requireNonNull(value, "value")));
    }

    /**
     * {@return this form with a file, as long as it is now} Its type follows from its extension.
     * @param name of the field
     * @param file is opened when the form is sent; its last name is sent, too
     * @throws IOException with the path in its message, if there is no such file, or if it is a directory
     */
    public FormData plusFile(String name, Path file) throws IOException {
        Objects.requireNonNull(name, "name");
        FileBody content = FileBody.of(Objects.requireNonNull(file, "file"));
        String fileName = String.valueOf(file.getFileName());
        return plusFile(name, fileName, MediaType.ofFileName(fileName), content);
    }

    /**
     * {@return this form with a file whose content is a body}
     * @param name of the field
     * @param fileName what the server is told; quotes and control characters are percent-encoded
     * @param type of the content
     * @param content a stream can be sent once only, and then so can the form
     */
    public FormData plusFile(String name, String fileName, MediaType type, Body content) {
        Objects.requireNonNull(fileName, "fileName");
        Objects.requireNonNull(type, "type");
        return plus(name, fileName, type, Objects.requireNonNull(content, "content"));
    }

    private FormData plus(String name, @Nullable String fileName, @Nullable MediaType type, Body content) {
        String head = "Content-Disposition: form-data; name=" + quoted(Objects.requireNonNull(name, "name"));
        if (fileName != null) {
            head += "; filename=" + quoted(fileName) + "\r\nContent-Type: " + type;
        }
        List<Part> more = new ArrayList<>(parts);
        more.add(new Part(head, content));
        return new FormData(boundary, List.copyOf(more));
    }

    /** RFC 7578 §4.2, with the escapes of WHATWG HTML (multipart/form-data encoding algorithm). */
    private static String quoted(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || (c < 0x80 && Character.isISOControl(c))) {
                quoted.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** {@return the type of the {@link #body}, with the boundary of its parts} */
    public MediaType type() {
        return MediaType.of("multipart", "form-data").with("boundary", boundary);
    }

    /** {@return the form as a body} Each call gives another stream of the same parts. */
    public BodyStream body() {
        List<Body> pieces = new ArrayList<>();
        String delimiter = "--" + boundary + "\r\n";
        for (Part part : parts) {
            pieces.add(Body.of(delimiter + part.head() + "\r\n\r\n"));
            pieces.add(part.content());
            delimiter = "\r\n--" + boundary + "\r\n";
        }
        pieces.add(Body.of((parts.isEmpty() ? "--" : "\r\n--") + boundary + "--\r\n"));
        return new JoinedBodies(pieces);
    }

    /**
     * {@return a POST of this form} It can be sent once: its body is a stream, even where all of its parts could be read again.
     * @param target a URL
     */
    public Request post(String target) {
        return Request.post(Objects.requireNonNull(target, "target"), body())
                .withHeader("Content-Type", type().toString());
    }
}
