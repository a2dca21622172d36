// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.lens;

import io.snowloop.http.Response;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of the lens's page. They load nothing from anywhere else, and a browser that keeps the policy refuses to. */
final class LensFiles {
    /** The file at the path of the lens itself. */
    static final String PAGE = "index.html";

    private static final String POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private static final List<String> NAMES = List.of(
            PAGE,
            "lens.css",
            "icon.svg",
            "lens.js",
            "live.js",
            "predict.js",
            "scene.js",
            "state.js",
            "trace.js",
            "view.js",
            "words.js");

    private LensFiles() {}

    /** A response for each file, by its name. */
    static Map<String, Response> all() {
        Map<String, Response> files = new LinkedHashMap<>();
        NAMES.forEach(name -> files.put(name, secured(Response.bytes(read(name), typeOf(name)))));
        return files;
    }

    private static String typeOf(String name) {
        return switch (name.substring(name.indexOf('.'))) {
            case ".html" -> "text/html; charset=utf-8";
            case ".css" -> "text/css; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> "text/javascript; charset=utf-8";
        };
    }

    /** A response with the fields that keep a browser from taking it for something else, and from telling others of it. */
    static Response secured(Response response) {
        return response.withHeader("Content-Security-Policy", POLICY)
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Referrer-Policy", "no-referrer")
                .withHeader("Cache-Control", "no-store");
    }

    private static byte[] read(String name) {
        try (InputStream in = LensFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
