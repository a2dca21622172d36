// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.session;

import static java.util.Objects.requireNonNull;

import io.snowloop.future.Future;
import io.snowloop.http.Attribute;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.MediaType;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LazyLogger;
import io.snowloop.server.multipart.Multipart;
import java.lang.System.Logger.Level;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A filter that refuses requests which another site makes a user's browser send (cross-site request forgery): each request but
 * GET, HEAD, OPTIONS and TRACE must have the token of its session. Another site cannot read it. Add it after {@link Sessions}.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/SessionsPageTest.java#csrf -->
 * <pre>{@code
 * Snow app = new Snow()
 *         .filter(sessions)
 *         .filter(csrf())
 *         .get(
 *                 "/",
 *                 request -> Response.html("<form method=\"post\"><input type=\"hidden\" name=\"csrf\" value=\""
 *                         + Csrf.token(request) + "\"><button>Delete</button></form>"))
 *         .post("/", request -> Response.text("deleted"));
 * }</pre>
 *
 * <p>A page has the token in a hidden field {@value #FIELD} of its forms, or a script sends it in the header field {@value
 * #HEADER}. For a form with files, which is not read before the handler reads it, only the header field counts, unless {@link #withForms} has
 * the filter read it. A request without the token is answered with 403.
 *
 * <p>A token is masked with new random bytes each time, so that the length of a compressed page tells nothing about it (BREACH).
 */
public final class Csrf implements Filter {
    /** The name of the form's field. */
    public static final String FIELD = "csrf";

    /** The name of the header field. */
    public static final String HEADER = "X-CSRF-Token";

    static final String IN_SESSION = "snowloop.csrf";
    private static final int LENGTH = 16;
    private static final long LARGEST_FORM = 1024 * 1024;
    private static final Set<Method> SAFE = Set.of(Method.GET, Method.HEAD, Method.OPTIONS, Method.TRACE);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Csrf CSRF = new Csrf(null);
    private static final LazyLogger LOG = new LazyLogger(Csrf.class);

    /** A request that has come through this filter. */
    private static final Attribute<Boolean> INSIDE = Attribute.of("csrf");

    /** Whether the log says that a token is compared with nothing. */
    static final AtomicBoolean SAID = new AtomicBoolean();

    private final @Nullable Multipart forms;

    private Csrf(@Nullable Multipart forms) {
        this.forms = forms;
    }

    /** {@return the filter} */
    public static Csrf csrf() {
        return CSRF;
    }

    /**
     * {@return this filter, for which the field {@value #FIELD} of a form with files counts, too} The filter receives such a form, all of it,
     * before it compares the token. {@link Multipart#form} of the handlers inside gives them this form; their own limits do not count.
     *
     * <!-- region samples/src/test/java/io/snowloop/samples/docs/SessionsPageTest.java#files -->
     * <pre>{@code
     * Multipart multipart = Multipart.builder().folder(folder).build();
     * Snow app = new Snow()
     *         .filter(sessions)
     *         .filter(csrf().withForms(multipart))
     *         .get("/", request -> Response.html(PAGE.formatted(Csrf.token(request))))
     *         .post("/", multipart.form((request, form) -> Response.text("thank you for " + form.file("photo"))));
     * }</pre>
     *
     * @param forms its limits
     */
    public Csrf withForms(Multipart forms) {
        return new Csrf(requireNonNull(forms, "forms"));
    }

    /**
     * {@return the token of a request's session, for a page} It makes one, and with it the session, if there is none. The first time that
     * the request has not come through this filter, that is logged: a form whose target is not inside either is not protected by its token.
     *
     * @param request from inside of the filter {@link Sessions}, and of this one
     */
    public static String token(Request request) {
        Session session = Sessions.session(request);
        if (request.attribute(INSIDE) == null && SAID.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    () -> "Csrf.token for " + request
                            + ", which is outside of the filter csrf(): no token is compared there. Add"
                            + " .filter(csrf()) after the filter Sessions, around the page and the routes that its forms are"
                            + " sent to (said once)");
        }
        String secret = session.get(IN_SESSION);
        if (secret == null) {
            secret = encode(random());
            session.set(IN_SESSION, secret);
        }
        byte[] mask = random();
        byte[] token = Arrays.copyOf(mask, 2 * LENGTH);
        System.arraycopy(xor(mask, decode(secret)), 0, token, LENGTH, LENGTH);
        return encode(token);
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        Request inside = requireNonNull(request, "request").withAttribute(INSIDE, true);
        if (SAFE.contains(request.method())) {
            return next.handle(inside);
        }
        String sent = request.header(HEADER);
        if (sent != null || !isRead(request)) {
            return answer(inside, sent, next);
        }
        if (forms != null && isOf(MediaType.MULTIPART_FORM_DATA, request)) {
            return forms.form(inside, form -> answer(form.in(inside), form.field(FIELD), next));
        }
        return request.body().collect(LARGEST_FORM).flatMap(body -> {
            Request whole = inside.withBody(body);
            return answer(whole, whole.form().get(FIELD), next);
        });
    }

    /** Whether it is a form of which this filter looks at the field. */
    private boolean isRead(Request request) {
        return isOf(MediaType.FORM_URLENCODED, request)
                || (forms != null && isOf(MediaType.MULTIPART_FORM_DATA, request));
    }

    private static boolean isOf(MediaType expected, Request request) {
        String type = request.header("Content-Type");
        MediaType parsed = type == null ? null : MediaType.parse(type);
        return parsed != null && parsed.matches(expected);
    }

    private Future<Response> answer(Request request, @Nullable String sent, Handler next) {
        String secret = Sessions.session(request).get(IN_SESSION);
        return secret != null && sent != null && matches(sent, secret)
                ? next.handle(request)
                : Future.failed(new HttpException(Status.FORBIDDEN, refusal(request, sent)));
    }

    private String refusal(Request request, @Nullable String sent) {
        String what = sent == null && !isRead(request)
                ? "send it in the header field " + HEADER + "; only of a form without files it may be the field "
                        + FIELD
                : "reload the page and send the form again";
        return "the request has no valid token of its session: " + what;
    }

    private static boolean matches(String sent, String secret) {
        byte[] token = decode(sent);
        if (token.length != 2 * LENGTH) {
            return false;
        }
        byte[] unmasked = xor(Arrays.copyOf(token, LENGTH), Arrays.copyOfRange(token, LENGTH, 2 * LENGTH));
        return MessageDigest.isEqual(unmasked, decode(secret));
    }

    private static byte[] xor(byte[] one, byte[] other) {
        byte[] result = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            result[i] = (byte) (one[i] ^ other[i]);
        }
        return result;
    }

    private static byte[] random() {
        byte[] bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Empty if it is not base64. */
    private static byte[] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
