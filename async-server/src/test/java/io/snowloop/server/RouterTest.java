// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.HttpException;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The router")
class RouterTest {
    private final Router router = new Router();

    @Nested
    @DisplayName("where several routes match")
    class Precedence {
        @Test
        void textGoesBeforeParametersSegmentBySegment() {
            add(Method.GET, "/users/{rest:path}");
            add(Method.GET, "/users/{name}");
            add(Method.GET, "/users/{id:long}");
            add(Method.GET, "/users/{id:int}");
            add(Method.GET, "/users/me");

            assertThat(get("/users/me")).isEqualTo("/users/me");
            assertThat(get("/users/7")).isEqualTo("/users/{id:int}");
            assertThat(get("/users/7000000000")).isEqualTo("/users/{id:long}");
            assertThat(get("/users/ann")).isEqualTo("/users/{name}");
            assertThat(get("/users/ann/posts")).isEqualTo("/users/{rest:path}");
        }

        @Test
        void aBranchThatLeadsNowhereIsLeftAgain() {
            add(Method.GET, "/a/b/c");
            add(Method.GET, "/a/{x}/d");
            add(Method.GET, "/{y}/b/e");
            add(Method.GET, "/{rest:path}");

            assertThat(get("/a/b/c")).isEqualTo("/a/b/c");
            assertThat(get("/a/b/d")).isEqualTo("/a/{x}/d");
            assertThat(get("/a/b/e")).isEqualTo("/{y}/b/e");
            assertThat(get("/a/b/f")).isEqualTo("/{rest:path}");
        }

        @Test
        void whatALeftBranchTookIsForgotten() {
            add(Method.GET, "/{a}/{b}/x");
            add(Method.GET, "/{c}/{rest:path}");

            Response response = handle(Request.get("/1/2/3"));

            assertThat(response.text()).isEqualTo("/{c}/{rest:path}");
            assertThat(response.header("parameters")).isEqualTo("{c=1, rest=2/3}");
        }

        @Test
        void routesOfOneShapeMayNameTheirParametersDifferently() {
            add(Method.GET, "/users/{id}");
            add(Method.PUT, "/users/{name}");
            add(Method.GET, "/users/{user}/posts");

            assertThat(handle(Request.get("/users/7")).header("parameters")).isEqualTo("{id=7}");
            assertThat(handle(Request.of(Method.PUT, "/users/7")).header("parameters"))
                    .isEqualTo("{name=7}");
            assertThat(handle(Request.get("/users/7/posts")).header("parameters"))
                    .isEqualTo("{user=7}");
        }

        @Test
        void aRouteOfAnotherMethodDoesNotHideALessSpecificOne() {
            add(Method.GET, "/users/me");
            add(Method.DELETE, "/users/{name}");

            assertThat(handle(Request.delete("/users/me")).text()).isEqualTo("/users/{name}");
            assertThat(handle(Request.options("/users/me")).header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS");
        }

        @Test
        void aRouteOfAllMethodsComesAfterThatOfTheMethod() {
            add(null, "/x");
            add(Method.GET, "/x");

            assertThat(handle(Request.get("/x")).header("method")).isEqualTo("GET");
            assertThat(handle(Request.head("/x")).header("method")).isEqualTo("GET");
            assertThat(handle(Request.delete("/x")).header("method")).isEqualTo("null");
        }
    }

    @Nested
    @DisplayName("by regular expression")
    class Regex {
        @Test
        void matchesTheWholePathUnlessItSaysItself() {
            addRegex("/home/");
            addRegex("/below/.*");

            assertThat(get("/home/")).isEqualTo("/home/");
            assertThat(get("/home/and/more")).isEqualTo("404 Not Found");
            assertThat(get("/not/home/")).isEqualTo("404 Not Found");
            assertThat(get("/below/and/more")).isEqualTo("/below/.*");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/users/{id}", "^/users/{id:int}/posts$", "{rest:path}"})
        void withAParameterIsRefusedAndSaysWhatToDo(String regex) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> addRegex(regex))
                    .withMessageContaining("a regular expression has no parameters")
                    .withMessageContaining("get(...)")
                    .withMessageContaining("route(...)")
                    .withMessageContaining(regex);
        }

        @ParameterizedTest
        @ValueSource(strings = {"old/(.*)", "^old", "(a|b)/c", "[^/]+", "(?<x>\\w+)/"})
        void thatMatchesNoPathIsRefused(String regex) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> addRegex(regex))
                    .withMessageContaining("a path begins with a slash");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"^/old", "(?i)/OLD", ".*/old", "[/]old", "old|/old", "\\x2Fold", "(?=/o).*", "/", "(.+)d"})
        void mayBeginInAnyWayThatMatchesASlash(String regex) {
            addRegex(regex);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/[a-z]{2}", "/a{1}b{1,}", "/\\p{Lower}{2}", "/(?:\\x{61}|\\{id})b"})
        void mayHaveBracesOfItsOwn(String regex) {
            addRegex(regex);

            assertThat(get("/ab")).isEqualTo(regex);
        }

        @Test
        void thatIsNoneIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> addRegex("/(a"))
                    .withMessageContaining("Unclosed group");
        }

        @Test
        void givesGroupsByNumberAndByNameWithoutThoseThatTookNoPart() {
            addRegex("/(?<year>\\d+)/(\\w+)(/extra)?");

            assertThat(handle(Request.get("/2024/may")).header("parameters")).isEqualTo("{1=2024, 2=may, year=2024}");
        }

        @Test
        void aParenthesisThatIsMeantAsSuchHasNoName() {
            addRegex("^/\\(?<a>");

            assertThat(get("/(<a>")).isEqualTo("^/\\(?<a>");
        }

        @Test
        void seesThePathDecodedAndWithoutItsQuery() {
            addRegex("^/old/(.*)$");

            assertThat(handle(Request.get("/old/a%20b+c?d=e")).header("parameters"))
                    .isEqualTo("{1=a b+c}");
            assertThat(handle(Request.get("/old/a%2fb/../c")).header("parameters"))
                    .isEqualTo("{1=c}");
            assertThat(handle(Request.get("/old/a%2fb/c")).header("parameters")).isEqualTo("{1=a%2Fb/c}");
        }

        @Test
        void comesAfterAllPatternsInTheOrderOfAdding() {
            addRegex("^/a/.*");
            addRegex("^/a/b");
            add(Method.GET, "/a/{x}");

            assertThat(get("/a/b")).isEqualTo("/a/{x}");
            assertThat(handle(Request.delete("/a/b")).text()).isEqualTo("^/a/.*");
        }

        @Test
        void twiceIsRefused() {
            addRegex("^/a");

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> addRegex("^/a"))
                    .withMessage("regex \"^/a\" is there already, and takes all its requests");
        }
    }

    @Nested
    @DisplayName("answers by itself")
    class NoRoute {
        @Test
        void notFoundWhereThereIsNoSuchPath() {
            add(Method.GET, "/a");

            Response response = handle(Request.get("/b"));

            assertThat(response.status()).isEqualTo(Status.NOT_FOUND);
            assertThat(response.text()).isEqualTo("404 Not Found");
        }

        @Test
        void notFoundToOptionsOfNoSuchPath() {
            add(Method.GET, "/a");

            assertThat(handle(Request.options("/b")).status()).isEqualTo(Status.NOT_FOUND);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/a", "/%61", "/a?x=1"})
        void methodNotAllowedWithTheMethodsThatAre(String target) {
            add(Method.POST, "/a");
            add(Method.GET, "/a");

            Response response = handle(Request.delete(target));

            assertThat(response.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
            assertThat(response.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        }

        @Test
        void methodNotAllowedToHeadWhereThereIsNoGet() {
            add(Method.POST, "/a");

            Response response = handle(Request.head("/a"));

            assertThat(response.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
            assertThat(response.header("Allow")).isEqualTo("OPTIONS, POST");
        }

        @Test
        void methodNotAllowedToAMethodNobodyKnows() {
            add(Method.GET, "/a");

            assertThat(handle(Request.of(Method.of("BREW"), "/a")).status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
        }

        @Test
        void theMethodsOfAPathToOptions() {
            add(Method.GET, "/a/{x}");
            add(Method.of("BREW"), "/a/b");

            Response response = handle(Request.options("/a/b"));

            assertThat(response.status()).isEqualTo(Status.NO_CONTENT);
            assertThat(response.header("Allow")).isEqualTo("BREW, GET, HEAD, OPTIONS");
            assertThat(response.body().length()).isZero();
        }

        @Test
        void theMethodsOfAllPathsToOptionsOfTheServer() {
            add(Method.GET, "/a");
            add(Method.POST, "/{b}");

            Response response = handle(Request.options("*"));

            assertThat(response.status()).isEqualTo(Status.NO_CONTENT);
            assertThat(response.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        }

        @Test
        void optionsOfTheServerEvenWithoutRoutes() {
            assertThat(handle(Request.options("*")).header("Allow")).isEqualTo("OPTIONS");
        }
    }

    @Test
    void headGoesToTheRouteOfGetUnlessItHasItsOwn() {
        add(Method.GET, "/a");
        add(Method.GET, "/b");
        add(Method.HEAD, "/b");

        assertThat(handle(Request.head("/a")).header("method")).isEqualTo("GET");
        assertThat(handle(Request.head("/b")).header("method")).isEqualTo("HEAD");
    }

    @Test
    void optionsGoesToItsRouteWhereItHasOne() {
        add(Method.OPTIONS, "/a");

        assertThat(handle(Request.options("/a")).text()).isEqualTo("/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/%", "/a/%2", "/a/%zz", "/a/%-1", "/a/%FF", "/a/%C0%AF", "/a/%C3"})
    void aBadlyEncodedPathIsABadRequest(String target) {
        add(Method.GET, "/a/{x}");

        assertThatThrownBy(() -> router.handle(Request.get(target)))
                .isInstanceOfSatisfying(
                        HttpException.class, bad -> assertThat(bad.status()).isEqualTo(Status.BAD_REQUEST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/users/{name}", "/users/{id}"})
    void twoRoutesOfOneMethodAndShapeAreRefusedByTheirNames(String second) {
        add(Method.GET, "/users/{id}");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> add(Method.GET, second))
                .withMessage("GET " + second + " can't be added: GET /users/{id} takes the same requests."
                        + " Remove one of them");
    }

    @Test
    void literalsAndTypedParametersAreShapesOfTheirOwn() {
        add(Method.GET, "/users/{id:int}");
        add(Method.GET, "/users/{id:long}");
        add(Method.GET, "/users/{id}");
        add(Method.GET, "/users/int");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> add(Method.GET, "/users/{number:int}"))
                .withMessageContaining("GET /users/{id:int} takes the same requests");
    }

    @Test
    void aSearchCostsTheSameInAThousandTimesAsManyRoutes() {
        assertThat(visits(10)).isEqualTo(visits(10_000)).isEqualTo(4);
    }

    private static int visits(int routes) {
        PathTree tree = new PathTree();
        for (int i = 0; i < routes; i++) {
            String pattern = "/section" + i + "/{id:int}/page" + i;
            PathPattern parsed = new PathPattern(pattern);
            tree.grow(parsed).resource.add(new Endpoint(Method.GET, parsed, answering(Method.GET, pattern)));
        }
        PathSearch search = new PathSearch(Method.GET, "/section" + (routes - 1) + "/7/page" + (routes - 1));
        assertThat(search.find(tree)).isNotNull();
        return search.visited();
    }

    private void add(Method method, String pattern) {
        router.add(method, pattern, answering(method, pattern));
    }

    private void addRegex(String regex) {
        router.addRegex(regex, answering(null, regex));
    }

    private static Handler answering(Method method, String route) {
        return request -> Future.completed(Response.text(route)
                .withHeader("method", String.valueOf(method))
                .withHeader("parameters", new TreeMap<>(request.pathParameters()).toString()));
    }

    private String get(String target) {
        return handle(Request.get(target)).text();
    }

    /** As in an app: that there is no route is an error, which the app makes a response of. */
    private Response handle(Request request) {
        Handler app = new ErrorHandling(ErrorMapper.standard()).around(router);
        return app.handle(request).resultNow();
    }
}
