// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A filter by path")
class OnePathTest {
    /** As people write it. */
    private static final Filter AUTH = (request, next) -> request.path().startsWith("/admin")
            ? Future.completed(Response.of(Status.UNAUTHORIZED))
            : next.handle(request);

    /** The same place, by each kind of route: all that is below is secret. */
    static Stream<Arguments> apps() {
        return Stream.of(
                arguments("text", new Snow().get("/admin", OnePathTest::secret).get("/admin/", OnePathTest::secret)),
                arguments("parameters", new Snow().get("/admin/{name}", OnePathTest::secret)),
                arguments("the rest", new Snow().get("/admin/{rest:path}", OnePathTest::secret)),
                arguments("a first parameter", new Snow().get("/{first}/users", OnePathTest::secretIfAdmin)),
                arguments("all paths", new Snow().get("/{rest:path}", OnePathTest::secretFile)),
                arguments("a regex", new Snow().regex("/admin.*", OnePathTest::secret)),
                arguments("a group", new Snow().regex("/([^/]*).*", OnePathTest::secretIfAdminGroup)),
                arguments("a mount", new Snow().mount("/admin", new Snow().get("/{x:path}", OnePathTest::secret))),
                arguments("a mount below", new Snow().mount("/", new Snow().get("/admin/{x}", OnePathTest::secret))));
    }

    private static Response secret(Request request) {
        return Response.text("secret");
    }

    private static Response secretIfAdmin(Request request) {
        return Response.text(request.path("first").startsWith("admin") ? "secret" : "public");
    }

    /** As a view of files would find it. */
    private static Response secretFile(Request request) {
        Path file = Path.of("/").resolve(request.path("rest")).normalize();
        return Response.text(file.startsWith("/admin") ? "secret" : "public");
    }

    private static Response secretIfAdminGroup(Request request) {
        return Response.text(request.group(1).startsWith("admin") ? "secret" : "public");
    }

    static final List<String> SPELLINGS = List.of(
            "/admin",
            "/admin/",
            "/admin/users",
            "/%61dmin/users",
            "/%61%64%6d%69%6E/users",
            "//admin/users",
            "///admin//users",
            "/./admin/users",
            "/%2e/admin/users",
            "/x/../admin/users",
            "/x/%2e%2e/admin/users",
            "/x/.%2E/admin/users",
            "/../admin/users",
            "/..//admin/users",
            "/x//../admin/users",
            "/x/y/../../admin/users",
            "/admin/x/../users",
            "/admin/../admin/users",
            "/admin/.",
            "/admin/users/..",
            "/admin/users?x=/public",
            "http://host/admin/users",
            "http://host//%61dmin/users",
            "http://host/x/../admin/users");

    static Stream<Arguments> spellingsAndApps() {
        return SPELLINGS.stream().flatMap(target -> apps().map(app -> arguments(target, app.get()[0], app.get()[1])));
    }

    @ParameterizedTest(name = "{0}, routed by {1}")
    @MethodSource("spellingsAndApps")
    void seesEachSpelling(String target, String route, Snow app) {
        app.filter(AUTH);

        assertThat(app.handle(Request.get(target)).resultNow().status()).isEqualTo(Status.UNAUTHORIZED);
    }

    /** Other paths, which look like it: no route of /admin takes them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Admin/users",
                "/%2561dmin/users",
                "/%2Fadmin/users",
                "/x%2F..%2Fadmin/users",
                "/x%2f../admin%2fusers",
                "/..%2Fadmin/users",
                "/x/..;/admin/users",
                "/;/admin/users",
                "/%5Cadmin/users",
                "/\\admin/users",
                "/%20admin/users",
                "/a%C2%ADdmin/users",
                "/\u0430dmin/users"
            })
    void isNotAskedForOtherPaths(String target) {
        assertThat(apps()).allSatisfy(app -> {
            Response response = ((Snow) app.get()[1])
                    .filter(AUTH)
                    .handle(Request.get(target))
                    .resultNow();

            assertThat(response.status()).isIn(Status.OK, Status.NOT_FOUND);
            assertThat(response.text()).doesNotContain("secret");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%zz/admin",
                "/admin%",
                "/admin/%FF",
                "/%C0%AE%C0%AE/admin",
                "/admin%00",
                "/x%0A/../admin",
                "/admin%252Fusers",
                "/%252e%252e%252fadmin"
            })
    void answersABadlyEncodedPathWith400AndNot500(String target) {
        List<Throwable> seen = new ArrayList<>();
        Snow app = new Snow()
                .get("/{rest:path}", OnePathTest::secret)
                .filter(AUTH)
                .onError((error, request) -> {
                    seen.add(error);
                    return ErrorMapper.standard().response(error, request);
                });

        Response response = app.handle(Request.get(target)).resultNow();

        assertThat(response.status()).isEqualTo(Status.BAD_REQUEST);
        assertThat(response.text()).contains("path");
        assertThat(seen).hasSize(1);
    }

    static LongStream seeds() {
        return LongStream.range(0, 2_000);
    }

    /** Whatever is sent: who comes to a secret has passed a filter that saw its path. */
    @Test
    void isPassedByNoSpellingAtAll() {
        List<Snow> apps = apps().map(app -> ((Snow) app.get()[1]).filter(AUTH)).toList();
        int[] asked = new int[1];
        seeds().forEach(seed -> {
            String target = randomSpelling(new Random(seed));
            for (Snow app : apps) {
                Response response = app.handle(Request.get(target)).resultNow();
                assertThat(response.status())
                        .as(target)
                        .isIn(Status.OK, Status.UNAUTHORIZED, Status.NOT_FOUND, Status.BAD_REQUEST);
                assertThat(response.text()).as(target).doesNotContain("secret");
                asked[0] += response.status().equals(Status.UNAUTHORIZED) ? 1 : 0;
            }
        });
        assertThat(asked[0]).as("spellings of /admin among them").isGreaterThan(2_000);
    }

    /** Of segments that mean /admin/users or nothing at all, mostly. */
    private static String randomSpelling(Random random) {
        String[] nothing = {
            "/", "//", "/./", "/%2e/", "/x/../", "/x/%2E./", "/../", "/x%2F../", "/x/..%2f", "/%2f", "/\\"
        };
        StringBuilder path = new StringBuilder();
        for (String name : List.of("admin", "users")) {
            int steps = 1 + random.nextInt(3);
            for (int i = 0; i < steps; i++) {
                path.append(nothing[random.nextInt(random.nextInt(4) == 0 ? nothing.length : 7)]);
            }
            name.chars()
                    .forEach(c -> path.append(
                            random.nextInt(4) == 0
                                    ? String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", c)
                                    : (char) c + ""));
        }
        return path.toString();
    }
}
