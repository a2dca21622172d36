// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import io.snowloop.http.HttpException;
import io.snowloop.http.Status;
import io.snowloop.logging.LimitLog;
import java.util.concurrent.atomic.AtomicLong;

/** A bound on the bytes in the temporary files of all forms. Loops share it; a form that fits into memory never asks. */
final class DiskBudget {
    private final long most;
    private final LimitLog limits;
    private final AtomicLong used = new AtomicLong();

    DiskBudget(long most, LimitLog limits) {
        this.most = most;
        this.limits = limits;
    }

    long most() {
        return most;
    }

    /**
     * So many bytes more are to be written.
     *
     * @throws HttpException 503 if they are too many; then they do not count
     */
    void add(long bytes) {
        if (used.addAndGet(bytes) > most) {
            used.addAndGet(-bytes);
            limits.hit(
                    "Multipart.maxDisk", most, "refused a form, because those of all clients have more bytes in files");
            throw new HttpException(Status.SERVICE_UNAVAILABLE, "too many files are being received: try again later");
        }
    }

    /** So many bytes are gone. */
    void free(long bytes) {
        used.addAndGet(-bytes);
    }
}
