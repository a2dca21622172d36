// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.Forwarded.forwarded;
import static io.snowloop.server.filter.Forwarded.xForwarded;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Future;
import io.snowloop.future.Promise;
import io.snowloop.http.Headers;
import io.snowloop.http.Readiness;
import io.snowloop.http.Request;
import io.snowloop.http.RequestContext;
import io.snowloop.http.Response;
import io.snowloop.http.SentResponse;
import io.snowloop.http.Status;
import io.snowloop.server.AddressRanges;
import io.snowloop.server.Snow;
import io.snowloop.testing.ManualExecutor;
import io.snowloop.testing.TestContext;
import java.lang.reflect.Modifier;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A forwarded request")
class ForwardedTest {
    private static final AddressRanges PROXIES = AddressRanges.of("10.0.0.0/8", "2001:db8::/32");

    private static Request from(String sender) {
        return new TestContext(new InetSocketAddress(sender, 4711), false).get().withHeader("Host", "internal");
    }

    private static String seen(Forwarded filter, Request request) {
        Snow app = new Snow()
                .filter(filter)
                .get(
                        "/",
                        seen -> Response.text(
                                (seen.context().isSecure() ? "https " : "http ") + seen.header("Host") + " "
                                        + (seen.remoteAddress() instanceof InetSocketAddress client
                                                ? client.getAddress().getHostAddress() + " " + client.getPort()
                                                : seen.remoteAddress())));
        return app.handle(request).resultNow().text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=1.2.3.4 | http internal 1.2.3.4 0",
                "for=\"1.2.3.4:567\";proto=https;host=a.example | https a.example 1.2.3.4 567",
                "For=\"[2001:db9::1]:8\"; Proto=HTTPS | https internal 2001:db9:0:0:0:0:0:1 8",
                "for=6.6.6.6;host=evil, for=1.2.3.4;host=right | http right 1.2.3.4 0",
                "for=6.6.6.6, for=1.2.3.4;proto=https, for=10.0.0.7;proto=http | https internal 1.2.3.4 0",
                "for=6.6.6.6, for=1.2.3.4, for=\"[2001:db8::7]\", for=10.0.0.7 | http internal 1.2.3.4 0",
                "for=10.0.0.9, for=10.0.0.8 | http internal 10.0.0.9 0",
                "for=6.6.6.6, for=unknown | http internal null",
                "for=6.6.6.6, for=_hidden, for=10.0.0.7 | http internal null",
                "proto=https | https internal null",
                "for=6.6.6.6;host=\"evil, for=1.2.3.4 | http internal 1.2.3.4 0",
                "for=6.6.6.6, for=\"1.2.3.4\";x=\"a,b;c\\\"d\" | http internal 1.2.3.4 0",
                "for=6.6.6.6, nonsense | http internal null",
                "for=6.6.6.6, for=1.2.3.4;host=\"a b\" | http internal 1.2.3.4 0",
                "for=\"1.2.3.4:99999\" | http internal null",
                "for=\"1.2.3.4:0\";host=\"[::1]:80\" | http [::1]:80 1.2.3.4 0"
            })
    void hasItsClientByTheStandard(String field, String seen) {
        assertThat(seen(forwarded(PROXIES), from("10.0.0.1").withHeader("Forwarded", field)))
                .isEqualTo(seen);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.2.3.4 | https | a.example | https a.example 1.2.3.4 0",
                "6.6.6.6, 1.2.3.4 | https | a.example | https a.example 1.2.3.4 0",
                "6.6.6.6, 1.2.3.4, 10.0.0.7 | http, https, http | e, a, b | https a 1.2.3.4 0",
                "6.6.6.6, 1.2.3.4 | http, https, http | | http internal 1.2.3.4 0",
                "2001:db9::1 | | | http internal 2001:db9:0:0:0:0:0:1 0",
                "[2001:db9::1]:80 | | | http internal 2001:db9:0:0:0:0:0:1 80",
                "1.2.3.4:567 | ftp | a/b | http internal 1.2.3.4 567",
                "1.2.3.4, localhost | | | http internal null",
                "127.1 | | | http internal null"
            })
    void hasItsClientByTheUnofficialFields(String client, String scheme, String host, String seen) {
        Request request = from("10.0.0.1").withHeader("X-Forwarded-For", client);
        request = scheme == null ? request : request.withHeader("X-Forwarded-Proto", scheme);
        request = host == null ? request : request.withHeader("X-Forwarded-Host", host);

        assertThat(seen(xForwarded(PROXIES), request)).isEqualTo(seen);
    }

    @Test
    void isBelievedOnlyIfATrustedAddressHasSentIt() {
        Request request = from("9.9.9.9")
                .withHeader("Forwarded", "for=1.2.3.4;proto=https;host=evil")
                .withHeader("X-Forwarded-For", "1.2.3.4");

        assertThat(seen(forwarded(PROXIES), request)).isEqualTo("http internal 9.9.9.9 4711");
        assertThat(seen(xForwarded(PROXIES), request)).isEqualTo("http internal 9.9.9.9 4711");
    }

    @Test
    void isReadFromOneKindOfFieldOnly() {
        Request request =
                from("10.0.0.1").withHeader("Forwarded", "for=1.2.3.4").withHeader("X-Forwarded-For", "5.6.7.8");

        assertThat(seen(forwarded(PROXIES), request)).isEqualTo("http internal 1.2.3.4 0");
        assertThat(seen(xForwarded(PROXIES), request)).isEqualTo("http internal 5.6.7.8 0");
        assertThat(seen(xForwarded(PROXIES), from("10.0.0.1").withHeader("Forwarded", "for=1.2.3.4")))
                .isEqualTo("http internal 10.0.0.1 4711");
    }

    @Test
    void mayHaveSeveralFields() {
        Request request = from("10.0.0.1")
                .plusHeader("Forwarded", "for=6.6.6.6, for=1.2.3.4")
                .plusHeader("Forwarded", "for=10.0.0.7");

        assertThat(seen(forwarded(PROXIES), request)).isEqualTo("http internal 1.2.3.4 0");
    }

    @Test
    void mayHaveALongField() {
        String escapes = "\\a".repeat(30_000);
        Request request = from("10.0.0.1").withHeader("Forwarded", "x=\"" + escapes + "\", for=1.2.3.4");

        assertThat(seen(forwarded(PROXIES), request)).isEqualTo("http internal 1.2.3.4 0");
    }

    /** What the proxies have said is at the end; 64 KB of a client took up to 80 ms of a turn. */
    @Test
    void isReadFromTheLast8KibOfAField() {
        String proxies = ",10.0.0.7".repeat(8 * 1024 / 9);
        for (String more : List.of("", ",10.0.0.7,10.0.0.7")) {
            assertThat(seen(
                            Forwarded.xForwarded(PROXIES),
                            from("10.0.0.1").withHeader("X-Forwarded-For", "6" + proxies + more)))
                    .isEqualTo("http internal " + (more.isEmpty() ? "null" : "10.0.0.7 0"));
        }
        String field = "for=10.0.0.7,".repeat(8 * 1024 / 13 + 1) + "for=10.0.0.8";
        Request request = from("10.0.0.1").withHeader("Forwarded", "for=6.6.6.6," + field);
        assertThat(seen(Forwarded.forwarded(PROXIES), request)).isEqualTo("http internal 10.0.0.7 0");
        String one = "for=\"" + "a".repeat(8 * 1024) + "\"";
        assertThat(seen(Forwarded.forwarded(PROXIES), from("10.0.0.1").withHeader("Forwarded", one)))
                .isEqualTo("http internal null");
    }

    @Test
    void keepsWhatOuterFiltersHaveAdded() {
        Snow app = new Snow()
                .filter(RequestId.requestId())
                .filter(forwarded(PROXIES))
                .get("/", request -> Response.text(String.valueOf(RequestId.of(request))));

        Response response = app.handle(from("10.0.0.1").withHeader("Forwarded", "for=1.2.3.4"))
                .resultNow();
        assertThat(response.text()).isEqualTo(response.header("X-Request-Id"));
    }

    /** What the server of a request can tell, and its proxy cannot. */
    private static final class Draining implements RequestContext {
        final List<Headers> hints = new ArrayList<>();
        final Future<Void> draining = new Promise<>(new ManualExecutor());
        final Future<SentResponse> sent = Future.completed(new SentResponse(Status.OK, 1, true));
        final Future<Response> refused = Future.completed(Response.of(Status.SERVICE_UNAVAILABLE));

        @Override
        public SocketAddress remoteAddress() {
            return new InetSocketAddress("10.0.0.1", 4711);
        }

        @Override
        public Readiness readiness() {
            return Readiness.DRAINING;
        }

        @Override
        public void sendEarlyHints(Headers sent) {
            hints.add(sent);
        }

        @Override
        public Future<SentResponse> sent() {
            return sent;
        }

        @Override
        public Future<Void> draining() {
            return draining;
        }

        @Override
        public Future<Response> orRefusal(Future<Response> answer) {
            return refused;
        }
    }

    /** A method that it inherits says what is true without a server. */
    @Test
    void inheritsNoMethodOfAContext() {
        assertThat(RequestContext.class.getDeclaredMethods())
                .filteredOn(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .hasSizeGreaterThan(5)
                .allSatisfy(method -> assertThat(
                                FilterContext.class.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                        .isNotNull());
    }

    @Test
    void knowsAllElseOfItsServer() {
        Draining server = new Draining();
        Request request = Request.get("/").withContext(server).withHeader("Forwarded", "for=1.2.3.4");
        List<RequestContext> seen = new ArrayList<>();
        forwarded(PROXIES).filter(request, inside -> {
            seen.add(inside.context());
            return Future.completed(Response.text(""));
        });

        RequestContext context = seen.get(0);
        assertThat(context).isNotSameAs(server);
        assertThat(context.readiness()).isEqualTo(Readiness.DRAINING);
        assertThat(context.draining()).isSameAs(server.draining);
        assertThat(context.sent()).isSameAs(server.sent);
        assertThat(context.orRefusal(server.refused)).isSameAs(server.refused);
        context.sendEarlyHints(Headers.empty());
        assertThat(server.hints).hasSize(1);
    }
}
