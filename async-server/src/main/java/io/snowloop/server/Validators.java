// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.HttpDate;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The validators of a version of a file (RFC 9110 §8.8): the time of its last change, and a tag made of that time and its
 * size.
 *
 * @param opaqueTag in quotes
 * @param strong whether two files with these validators have the same bytes (§8.8.1)
 * @param lastModified in whole seconds
 */
record Validators(String opaqueTag, boolean strong, Instant lastModified) {
    /**
     * The longest tick of a file system's clock, that of FAT. A second change in the same tick does not change the file's
     * time, so the tag is weak until the tick is over.
     */
    private static final Duration TICK = Duration.ofSeconds(2);

    /**
     * Those of a file.
     * @param coding of its content; empty for none. Two codings of a page may have the same time and size, and need two tags
     */
    static Validators of(BasicFileAttributes file, String coding, Instant now) {
        Instant changed = file.lastModifiedTime().toInstant();
        String tag = "\"" + Long.toHexString(changed.getEpochSecond()) + "." + Integer.toHexString(changed.getNano())
                + "-" + Long.toHexString(file.size()) + (coding.isEmpty() ? "" : "-" + coding) + "\"";
        Instant shown = changed.isAfter(now) ? now : changed; // §8.8.2.1: never later than the response
        return new Validators(tag, !changed.isAfter(now.minus(TICK)), shown.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The value of {@code ETag} (§8.8.3). */
    String entityTag() {
        return strong ? opaqueTag : "W/" + opaqueTag;
    }

    /** The value of {@code Last-Modified} (§8.8.2). */
    String lastModifiedDate() {
        return HttpDate.format(lastModified);
    }
}
