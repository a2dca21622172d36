// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The list of routes")
class RoutesPageTest {
    private final Snow app = new Snow();

    private void addRoutes() {
        app.regex("/old/(.*)", request -> Response.text("old"))
                .get("/", request -> Response.text("home"))
                .named("home")
                .mount("/api/{version:int}", new Snow().post("/notes", request -> Response.text("new")))
                .mount("/proxy", request -> null)
                .group("/admin", admin -> admin.route(Method.of("PURGE"), "/<&\"", request -> null))
                .get("/routes", RoutesPage.of(app));
    }

    @Test
    void hasAllRoutesInTheirOrder() {
        addRoutes();

        assertThat(app.routes())
                .containsExactly(
                        new Route(null, Method.GET, "/", false, "home", List.of()),
                        new Route(null, Method.POST, "/api/{version:int}/notes", false, null, List.of()),
                        new Route(null, null, "/proxy/{below:path}", false, null, List.of()),
                        new Route(null, Method.of("PURGE"), "/admin/<&\"", false, null, List.of()),
                        new Route(null, Method.GET, "/routes", false, null, List.of()),
                        new Route(null, null, "/old/(.*)", true, null, List.of()));
        assertThat(app.routes()).first().hasToString("GET /");
        assertThat(app.routes()).last().hasToString("any method /old/(.*)");
    }

    @Test
    void isTheSameAfterTheFirstRequest() {
        addRoutes();
        var before = app.routes();
        app.handle(Request.get("/")).resultNow();

        assertThat(app.routes()).isEqualTo(before);
    }

    @Test
    void isAPageWithEscapedText() {
        addRoutes();
        Response page = app.handle(Request.get("/routes")).resultNow();

        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text())
                .contains("<tr><td>GET<td><code>/</code><td>home<td>\n")
                .contains("<tr><td>any<td>regular expression <code>/old/(.*)</code>")
                .contains("<tr><td>PURGE<td><code>/admin/&lt;&amp;&quot;</code>");
    }

    @Test
    void isJsonIfThatIsWanted() {
        addRoutes();
        Response json = app.handle(Request.get("/routes").withHeader("Accept", "application/json"))
                .resultNow();

        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(json.header("Vary")).isEqualTo("Accept");
        assertThat(json.text()).isEqualTo("""
                [{"method":"GET","pattern":"/","name":"home"},
                {"method":"POST","pattern":"/api/{version:int}/notes"},
                {"pattern":"/proxy/{below:path}"},
                {"method":"PURGE","pattern":"/admin/<&\\""},
                {"method":"GET","pattern":"/routes"},
                {"regex":"/old/(.*)"}]
                """);
    }
}
