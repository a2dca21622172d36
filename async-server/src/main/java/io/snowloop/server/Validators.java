package io.snowloop.server;

import io.snowloop.http.HttpDate;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What tells one version of a file from another (RFC 9110 §8.8): its tag, made of its size and the time of its last
 * change, and that time.
 *
 * @param opaqueTag in quotes
 * @param strong whether the bytes are the same wherever the validators are (§8.8.1)
 * @param lastModified in whole seconds
 */
record Validators(String opaqueTag, boolean strong, Instant lastModified) {
    /**
     * Twice in one tick of a file system's clock a file may be changed without a trace in its time, but not any more once
     * that tick is over. The longest one is FAT's.
     */
    private static final Duration TICK = Duration.ofSeconds(2);

    static Validators of(BasicFileAttributes file, Instant now) {
        Instant changed = file.lastModifiedTime().toInstant();
        String tag = "\"" + Long.toHexString(changed.getEpochSecond()) + "." + Integer.toHexString(changed.getNano())
                + "-" + Long.toHexString(file.size()) + "\"";
        Instant shown = changed.isAfter(now) ? now : changed; // §8.8.2.1: never later than the answer
        return new Validators(tag, !changed.plus(TICK).isAfter(now), shown.truncatedTo(ChronoUnit.SECONDS));
    }

    /** As {@code ETag} has it (§8.8.3). */
    String entityTag() {
        return strong ? opaqueTag : "W/" + opaqueTag;
    }

    /** As {@code Last-Modified} has it (§8.8.2). */
    String lastModifiedDate() {
        return HttpDate.format(lastModified);
    }
}
