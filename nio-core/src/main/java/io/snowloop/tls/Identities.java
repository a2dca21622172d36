// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import io.snowloop.http.syntax.HostPattern;
import io.snowloop.logging.LazyLogger;
import io.snowloop.loop.channel.LoopThread;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identities of a server that has several hosts, or whose certificates are renewed while it runs. A client gets that of the name that
 * it asks for (SNI, RFC 6066 §3): of the exact name, else of {@code *.} in place of its first label, else the default.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/TlsHowToPageTest.java#identities -->
 * <pre>{@code
 * Identities identities = Identities.builder(() -> Identity.pem(chain, key)) // for all other names
 *         .host("*.example.org", () -> Identity.pem(shopChain, shopKey))
 *         .build();
 * Server server = Server.of(app).tls(TlsConfig.server(identities)).listen("127.0.0.1", 0);
 * }</pre>
 *
 * <p>After {@link #reload}, new handshakes use the new certificates. Connections that are open stay as they are. Any thread.
 */
public final class Identities {
    private static final LazyLogger LOG = new LazyLogger(Identities.class);

    /** Reads an identity: once at the beginning, and at each {@link #reload}. */
    @FunctionalInterface
    public interface Source {
        /**
         * {@return the identity as it is now}
         * @throws IOException with a message that says what is wrong, and in which file
         */
        Identity read() throws IOException;
    }

    private final Map<String, Entry> entries;
    private volatile HostKeys current;

    private Identities(Map<String, Source> sources) throws IOException {
        entries = new LinkedHashMap<>();
        for (Map.Entry<String, Source> each : sources.entrySet()) {
            entries.put(each.getKey(), new Entry(each.getValue()));
        }
        current = keys();
    }

    /**
     * {@return identities with one that can be read again}
     * @param source such as {@code () -> Identity.pem(chain, key)}
     * @throws IOException as the source does
     */
    public static Identities of(Source source) throws IOException {
        return builder(source).build();
    }

    /**
     * {@return a builder of identities for several hosts}
     * @param byDefault for clients that ask for no name, or for one that has no identity
     */
    public static Builder builder(Source byDefault) {
        return new Builder(byDefault);
    }

    /**
     * Reads all identities again. One that cannot be read stays what it was, and a WARNING says why, once for the same reason. If none has
     * changed, sessions can still be resumed; else new connections need a full handshake. It blocks as long as the sources do.
     *
     * @return whether all could be read
     * @throws IllegalStateException on the thread of a loop, which must not read files
     */
    public boolean reload() {
        if (LoopThread.current() != null) {
            throw new IllegalStateException("reload() reads files, and was called on the thread of "
                    + LoopThread.current() + ": call it from another thread");
        }
        return readAgain();
    }

    private synchronized boolean readAgain() {
        boolean allRead = true;
        boolean changed = false;
        for (Map.Entry<String, Entry> each : entries.entrySet()) {
            try {
                changed |= each.getValue().read();
            } catch (IOException | RuntimeException e) {
                allRead = false;
                each.getValue().failed(HostKeys.nameOf(each.getKey()), e);
            }
        }
        if (changed) {
            current = keys();
            LOG.log(Level.INFO, "new handshakes use the certificates that were read now");
        }
        return allRead;
    }

    private HostKeys keys() {
        Map<String, Identity> identities = new LinkedHashMap<>();
        entries.forEach((host, entry) -> identities.put(host, entry.identity));
        return new HostKeys(identities);
    }

    /** The keys that new handshakes use. Another object after each change. */
    HostKeys current() {
        return current;
    }

    /** An identity and where it comes from. */
    private static final class Entry {
        private final Source source;
        private Identity identity;

        /** Why it could not be read the last time, if so. */
        private @Nullable String failure;

        Entry(Source source) throws IOException {
            this.source = source;
            this.identity = readNow();
        }

        private Identity readNow() throws IOException {
            return Objects.requireNonNull(source.read(), "the source returned null");
        }

        /** Reads it again. Returns whether it has changed. */
        boolean read() throws IOException {
            Identity now = readNow();
            failure = null;
            boolean changed = !now.hasChainsOf(identity);
            if (changed) {
                identity = now;
            }
            return changed;
        }

        void failed(String name, Exception why) {
            String text = String.valueOf(why.getMessage());
            // The JDK's message is the path alone: what is wrong with it is the class.
            String reason = why instanceof FileSystemException ? why.getClass().getSimpleName() + ": " + text : text;
            Level level = reason.equals(failure) ? Level.DEBUG : Level.WARNING;
            failure = reason;
            LOG.log(level, () -> "the certificate of " + name + " stays the one before: " + reason, why);
        }
    }

    /** Sets up identities. */
    public static final class Builder {
        private final Map<String, Source> sources = new LinkedHashMap<>();

        private Builder(Source byDefault) {
            sources.put(HostKeys.DEFAULT, Objects.requireNonNull(byDefault, "byDefault"));
        }

        /**
         * Sets the identity of a host.
         * @param host a name, or {@code *.example.org} for each name with one label more
         * @param source whose certificate is for that host; this is not checked, as its clients do
         * @return this builder
         * @throws IllegalArgumentException if it is no name, or has an identity already
         */
        public Builder host(String host, Source source) {
            String pattern = HostPattern.of(host);
            if (sources.putIfAbsent(pattern, Objects.requireNonNull(source, "source")) != null) {
                throw new IllegalArgumentException(
                        "the host " + pattern + " has an identity already: remove one of the two");
            }
            return this;
        }

        /**
         * {@return the identities, read now}
         * @throws IOException if one cannot be read
         */
        public Identities build() throws IOException {
            return new Identities(sources);
        }
    }
}
