// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Cookie;
import io.snowloop.http.Cookie.SameSite;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.Printable;
import io.snowloop.logging.LazyLogger;
import io.snowloop.options.Bounds;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A filter that keeps the cookies of responses, and sends them with later requests (RFC 6265bis).
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/CookiesPageTest.java#jar -->
 * <pre>{@code
 * CookieJar jar = CookieJar.create();
 * Fetcher fetcher = plain.with(redirects(5)).with(jar); // inside of the redirects: it sees each request
 * Future<Response> account = fetcher.fetch(Request.post(url + "/login", Body.of("name=ada")));
 * }</pre>
 *
 * <p>It goes inside of {@link Redirects}: add that first. Then each request of a chain has the cookies of its own site, and a
 * cookie that comes with a redirect is kept. A {@code Cookie} field of the request's own stays, and the jar adds to it.
 *
 * <p>A cookie is refused if it is for another site or for a public suffix ({@link Builder#publicSuffixes}), if it is {@code Secure}
 * and came without TLS, if it came without TLS and would hide one that is {@code Secure}, or if it breaks the promise of its name's prefix,
 * {@code __Secure-} or {@code __Host-}. A refusal is logged at {@link Level#DEBUG}. A Fetcher sends what its program asks for, and
 * not what a page wants: so {@code SameSite} changes nothing, and is kept.
 *
 * <p>Any thread may call its methods, and fetchers of several loops may share it.
 */
public final class CookieJar implements Filter {
    private static final LazyLogger LOG = new LazyLogger(CookieJar.class);

    private final Predicate<String> publicSuffixes;
    private final InstantSource clock;
    private final Duration longest;
    private final int maxPerResponse;
    private final int maxSent;
    private final CookieStore store;

    private CookieJar(Builder builder) {
        publicSuffixes = builder.publicSuffixes;
        clock = builder.clock;
        longest = builder.maxLifetime;
        maxPerResponse = builder.maxPerDomain;
        maxSent = builder.maxSent;
        store = new CookieStore(builder.maxCookies, builder.maxPerDomain);
    }

    /** {@return an empty jar with all settings at their defaults} */
    public static CookieJar create() {
        return builder().build();
    }

    /** {@return a builder with all settings at their defaults} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        requireNonNull(next, "next");
        Target target = Target.of(requireNonNull(request, "request").target());
        return next.handle(withCookies(request, target)).map(response -> {
            List<String> fields = response.headers().all("Set-Cookie");
            fields.stream().limit(maxPerResponse).forEach(field -> receive(field, target));
            return response;
        });
    }

    private Request withCookies(Request request, Target target) {
        String own = String.join("; ", request.headers().all("Cookie"));
        Set<String> names = Cookie.parseCookie(own).keySet();
        StringBuilder cookies = new StringBuilder(own);
        for (StoredCookie cookie : store.matching(target.origin(), path(target), clock.instant())) {
            if (!names.contains(cookie.name())) {
                add(cookie, cookies);
            }
        }
        return cookies.length() == own.length() ? request : request.withHeader("Cookie", cookies.toString());
    }

    /** Adds a cookie if it fits: a site must not make its neighbours' servers refuse our requests (curl's CVE-2022-32205). */
    private void add(StoredCookie cookie, StringBuilder cookies) {
        String separator = cookies.length() == 0 ? "" : "; ";
        int size =
                separator.length() + cookie.name().length() + 1 + cookie.value().length();
        if (cookies.length() + size <= maxSent) {
            cookies.append(separator).append(cookie.name()).append('=').append(cookie.value());
        } else {
            store.limits.hit("CookieJar.maxSent", maxSent, "sending a request without all of its cookies");
        }
    }

    private static String path(Target target) {
        int query = target.path().indexOf('?');
        return query < 0 ? target.path() : target.path().substring(0, query);
    }

    private void receive(String field, Target from) {
        SetCookie set = SetCookie.parse(field);
        if (set == null) {
            refused("this field has no cookie", field, from);
            return;
        }
        Instant now = clock.instant();
        StoredCookie cookie = stored(set, from, now);
        String reason = refusal(set, cookie, from, now);
        if (reason == null) {
            store.set(cookie, now);
        } else {
            refused(reason, field, from);
        }
    }

    private static void refused(String reason, String field, Target from) {
        LOG.log(
                Level.DEBUG,
                () -> "a cookie of " + from.origin() + " is refused: " + reason + ": " + Printable.of(field));
    }

    /** §5.7, the steps that make the cookie. */
    private StoredCookie stored(SetCookie set, Target from, Instant now) {
        String host = from.origin().host();
        String domain = set.domain();
        boolean hostOnly = domain.isEmpty() || (domain.equals(host) && isPublicSuffix(domain));
        String path = set.path();
        return new StoredCookie(
                set.name(),
                set.value(),
                hostOnly ? host : domain,
                hostOnly,
                path == null ? directory(path(from)) : path,
                set.isSecure(),
                set.isHttpOnly(),
                set.sameSite(),
                set.expires(now, longest));
    }

    /** A name that is written with the dot of the root at its end is in the same registry as without it (RFC 1034 §3.1). */
    private boolean isPublicSuffix(String domain) {
        int end = domain.length();
        while (end > 0
                && domain.charAt(end - 1)
                        == '.') { // and no regular expression, which would take the square of their number
            end--;
        }
        return publicSuffixes.test(domain.substring(0, end));
    }

    /** The default-path (§5.1.4). */
    private static String directory(String path) {
        return path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }

    /** §5.7, the steps that refuse it; null if none does. */
    private @Nullable String refusal(SetCookie set, StoredCookie cookie, Target from, Instant now) {
        Origin origin = from.origin();
        // No attribute is longer; but the path may be that of the URL, which a redirect may have made.
        if (cookie.path().length() > SetCookie.MOST_OCTETS_OF_AN_ATTRIBUTE) {
            return "its path has more than " + SetCookie.MOST_OCTETS_OF_AN_ATTRIBUTE + " octets";
        }
        if (!cookie.hostOnly() && isPublicSuffix(cookie.domain())) {
            return "its domain is a public suffix";
        }
        if (!StoredCookie.domainMatches(origin.host(), cookie.domain())) {
            return "its domain is another one";
        }
        if (cookie.secure() && !origin.isSecure()) {
            return "it is Secure, and came without TLS";
        }
        if (cookie.sameSite() == SameSite.NONE && !cookie.secure()) {
            return "SameSite=None needs Secure";
        }
        if (!keepsItsPrefix(set, cookie)) {
            return "its name has a prefix that promises more than its attributes";
        }
        return !origin.isSecure() && store.hidesASecureOne(cookie, now)
                ? "it would hide a cookie that is Secure"
                : null;
    }

    /** §4.1.3, in any case of its letters: servers compare names without it. */
    private static boolean keepsItsPrefix(SetCookie set, StoredCookie cookie) {
        if (hasPrefix(set, "__Host-")) {
            return cookie.secure() && set.domain().isEmpty() && "/".equals(set.path());
        }
        return cookie.secure() || !hasPrefix(set, "__Secure-");
    }

    private static boolean hasPrefix(SetCookie set, String prefix) {
        return set.name().regionMatches(true, 0, prefix, 0, prefix.length());
    }

    /** {@return all cookies that are valid, in the order in which they came} */
    public List<StoredCookie> cookies() {
        return store.all(clock.instant());
    }

    /** Removes all cookies. */
    public void clear() {
        store.clear();
    }

    /**
     * Adds the cookies of a file, in the format of Netscape's cookie file, which curl writes ({@code curl -c}). It blocks: call it
     * before the loop runs, or on a thread of your own.
     *
     * @param file as {@link #save} and other programs write it
     * @throws IOException if it cannot be read, or a line is no cookie; then none was added
     */
    public void load(Path file) throws IOException {
        Instant now = clock.instant();
        CookieFile.read(requireNonNull(file, "file")).forEach(cookie -> store.set(cookie, now));
    }

    /**
     * Writes all cookies that are valid, in the format of Netscape's cookie file, which curl reads ({@code curl -b}). Those that are
     * valid until the jar's end are among them. {@code SameSite} is not. It blocks, as {@link #load} does.
     *
     * @param file it is replaced, at once; only its owner can read it
     * @throws IOException if it cannot be written; then the file is as it was
     */
    public void save(Path file) throws IOException {
        CookieFile.write(requireNonNull(file, "file"), cookies());
    }

    /** The settings of a {@link CookieJar}. */
    public static final class Builder {
        private Predicate<String> publicSuffixes = domain -> domain.indexOf('.') < 0;
        private InstantSource clock = InstantSource.system();
        private Duration maxLifetime = Duration.ofDays(400);
        private int maxCookies = 3_000;
        private int maxPerDomain = 50;
        private int maxSent = 8_000;

        private Builder() {}

        /**
         * Which domains belong to a registry, such as {@code co.uk}: a cookie for all hosts below them is refused. By default, those
         * with one label. The list of <a href="https://publicsuffix.org/">publicsuffix.org</a> has them all; libraries have it.
         *
         * @param publicSuffixes is called with a host in lower case, by the loops of all fetchers that have the jar
         * @return this builder
         */
        public Builder publicSuffixes(Predicate<String> publicSuffixes) {
            this.publicSuffixes = requireNonNull(publicSuffixes, "publicSuffixes");
            return this;
        }

        /**
         * How many cookies are kept, of up to 6 KiB each. If there are more, the one that was not sent for the longest time goes; those without
         * {@code Secure} go first. By default, 3,000 (RFC 6265bis §6.1).
         *
         * @param maxCookies at least 1
         * @return this builder
         */
        public Builder maxCookies(int maxCookies) {
            this.maxCookies = Bounds.atLeast("maxCookies", 1, maxCookies);
            return this;
        }

        /**
         * How many cookies are kept of one domain, and taken of one response. By default, 50 (RFC 6265bis §6.1).
         *
         * @param maxPerDomain at least 1
         * @return this builder
         */
        public Builder maxPerDomain(int maxPerDomain) {
            this.maxPerDomain = Bounds.atLeast("maxPerDomain", 1, maxPerDomain);
            return this;
        }

        /**
         * How long the {@code Cookie} field of a request may be. Cookies that do not fit are not sent. By default, 8,000: most servers refuse
         * lines of more than 8 KiB.
         *
         * @param bytes at least 0
         * @return this builder
         */
        public Builder maxSent(int bytes) {
            this.maxSent = Bounds.atLeast("maxSent", 0, bytes);
            return this;
        }

        /**
         * How long a cookie is valid at most, whatever its server says. By default, 400 days (RFC 6265bis §5.5).
         *
         * @param maxLifetime positive
         * @return this builder
         */
        public Builder maxLifetime(Duration maxLifetime) {
            this.maxLifetime = Bounds.positive("maxLifetime", maxLifetime);
            return this;
        }

        /**
         * What tells the time, for tests. By default, the system's clock.
         *
         * @param clock any thread may ask it
         * @return this builder
         */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** {@return an empty jar with these settings} */
        public CookieJar build() {
            return new CookieJar(this);
        }
    }
}
