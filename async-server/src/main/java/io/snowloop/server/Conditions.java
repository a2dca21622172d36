// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Headers;
import io.snowloop.http.HttpDate;
import io.snowloop.http.Status;
import io.snowloop.http.syntax.EntityTags;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The conditions of a GET or HEAD request (RFC 9110 §13), compared with the current version of a file. */
final class Conditions {
    private final Headers headers;
    private final Validators current;

    Conditions(Headers headers, Validators current) {
        this.headers = headers;
        this.current = current;
    }

    /** The status of a response without a representation; null if the conditions allow to send one. */
    @Nullable
    Status refusal() { // in the order of §13.2.2
        boolean lost =
                headers.contains("If-Match") ? !listsStrongly("If-Match") : isModifiedSince("If-Unmodified-Since");
        if (lost) {
            return Status.PRECONDITION_FAILED;
        }
        boolean known = headers.contains("If-None-Match") ? listsWeakly("If-None-Match") : isUnmodifiedSince();
        return known ? Status.NOT_MODIFIED : null;
    }

    /**
     * Whether a requested part may be sent, because the rest that the client has is of this version (§13.1.5).
     *
     * @param dateTells whether the date is that of one representation; compressed and plain files may have the same one
     */
    boolean allowRange(boolean dateTells) {
        String field = headers.get("If-Range");
        if (field == null) {
            return true;
        }
        return current.strong()
                && (field.startsWith("\"")
                        ? field.equals(current.opaqueTag())
                        : dateTells && current.lastModified().equals(date("If-Range")));
    }

    /** §13.1.1: two tags are equal if neither is weak. */
    private boolean listsStrongly(String name) {
        return new EntityTags(headers.all(name)).listStrongly(current.entityTag());
    }

    /** §13.1.2: weak tags are compared, too. */
    private boolean listsWeakly(String name) {
        return new EntityTags(headers.all(name)).listWeakly(current.entityTag());
    }

    /** §13.1.4; without a date, no. */
    private boolean isModifiedSince(String name) {
        Instant date = date(name);
        return date != null && current.lastModified().isAfter(date);
    }

    /** §13.1.3; without a date, no. */
    private boolean isUnmodifiedSince() {
        Instant date = date("If-Modified-Since");
        return date != null && !current.lastModified().isAfter(date);
    }

    private @Nullable Instant date(String name) {
        String field = headers.get(name);
        return field == null ? null : HttpDate.parse(field);
    }
}
