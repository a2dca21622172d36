// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The media types of files, by the extension of their names. The charset of text is UTF-8. */
final class FileTypes {
    private static final Map<String, MediaType> BY_EXTENSION = new HashMap<>();

    static {
        text("html", "html", "htm");
        text("css", "css");
        text("javascript", "js", "mjs");
        text("plain", "txt", "log");
        text("markdown", "md");
        text("csv", "csv");
        put("application", "json", "json", "map");
        put("application", "manifest+json", "webmanifest");
        put("application", "xml", "xml");
        put("application", "atom+xml", "atom");
        put("application", "wasm", "wasm");
        put("application", "pdf", "pdf");
        put("application", "zip", "zip");
        put("application", "gzip", "gz");
        put("image", "svg+xml", "svg");
        put("image", "png", "png");
        put("image", "jpeg", "jpg", "jpeg");
        put("image", "gif", "gif");
        put("image", "webp", "webp");
        put("image", "avif", "avif");
        put("image", "x-icon", "ico");
        put("font", "woff", "woff");
        put("font", "woff2", "woff2");
        put("font", "ttf", "ttf");
        put("font", "otf", "otf");
        put("audio", "mpeg", "mp3");
        put("audio", "ogg", "ogg", "opus");
        put("audio", "wav", "wav");
        put("video", "mp4", "mp4");
        put("video", "webm", "webm");
    }

    private FileTypes() {}

    private static void text(String subtype, String... extensions) {
        put(MediaType.of("text", subtype).with("charset", "utf-8"), extensions);
    }

    private static void put(String type, String subtype, String... extensions) {
        put(MediaType.of(type, subtype), extensions);
    }

    private static void put(MediaType type, String... extensions) {
        for (String extension : extensions) {
            BY_EXTENSION.put(extension, type);
        }
    }

    static MediaType of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, MediaType.OCTET_STREAM);
    }
}
