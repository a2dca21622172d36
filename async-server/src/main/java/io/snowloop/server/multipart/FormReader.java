// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import io.snowloop.future.Future;
import io.snowloop.http.Body;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes a form of its parts. */
final class FormReader {
    private final Parts parts;
    private final MultipartForm form;
    private final Multipart limits;

    FormReader(Parts parts, MultipartForm form, Multipart limits) {
        this.parts = parts;
        this.form = form;
        this.limits = limits;
    }

    /** Reads the next part, and then all others. */
    Future<MultipartForm> read() {
        return parts.next().flatMap(part -> part == null ? Future.completed(form) : store(part));
    }

    private Future<MultipartForm> store(Part part) {
        return PartSink.store(part, form, limits).flatMap(body -> {
            add(part, part.fileName(), body);
            return read();
        });
    }

    private void add(Part part, @Nullable String fileName, Body body) {
        Body.Bytes bytes = body.collected();
        if (fileName != null) {
            if (body.length() > 0 || part.isChosen()) {
                form.add(part.name(), new Upload(fileName, part.contentType(), body));
            }
        } else if (bytes != null) {
            form.add(part.name(), bytes.text(part.contentType().charset(StandardCharsets.UTF_8)));
        }
    }
}
