// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.logging.LazyLogger;
import java.lang.System.Logger.Level;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says in the log, once each, that a server's certificate will end soon, that it has ended, or that it is not valid yet. Otherwise only the
 * clients see that. It looks when a handshake uses the certificate, so it needs no timer. Any thread.
 */
final class Expiry {
    private static final LazyLogger LOG = new LazyLogger(Identities.class);

    /** Certificates are renewed when a third of their time is left, or 30 days. If less than half of that is left, a renewal has failed. */
    private static final int PART_OF_TIME = 6;

    private static final Duration SOON = Duration.ofDays(14);

    private enum State {
        VALID(""),
        NOT_YET("is not valid before %1$s, and clients refuse it: is this machine's clock right?"),
        ENDS_SOON("ends at %2$s: renew it, or clients will refuse it"),
        ENDED("has ended at %2$s, and clients refuse it: renew it");

        private final String text;

        State(String text) {
            this.text = text;
        }
    }

    private final InstantSource clock;

    /** What was said last. */
    private final Map<X509Certificate, State> said = new ConcurrentHashMap<>();

    Expiry(InstantSource clock) {
        this.clock = clock;
    }

    /** A handshake uses this certificate. */
    void used(X509Certificate certificate) {
        Instant begin = certificate.getNotBefore().toInstant();
        Instant end = certificate.getNotAfter().toInstant();
        State now = state(begin, end);
        if (now != State.VALID && said.put(certificate, now) != now) {
            String name = certificate.getSubjectX500Principal().getName();
            LOG.log(Level.WARNING, "the server's certificate, " + name + ", " + String.format(now.text, begin, end));
        }
    }

    private State state(Instant begin, Instant end) {
        Instant now = clock.instant();
        if (now.isBefore(begin)) {
            return State.NOT_YET;
        }
        if (now.isAfter(end)) {
            return State.ENDED;
        }
        Duration left = Duration.between(now, end);
        Duration part = Duration.between(begin, end).dividedBy(PART_OF_TIME);
        return left.compareTo(SOON) < 0 && left.compareTo(part) < 0 ? State.ENDS_SOON : State.VALID;
    }
}
