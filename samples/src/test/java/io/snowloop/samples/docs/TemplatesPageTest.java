// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.samples.FreeMarker;
import io.snowloop.server.LiveReload;
import io.snowloop.server.Snow;
import io.snowloop.server.StaticFiles;
import io.snowloop.server.TemplateException;
import io.snowloop.server.Templates;
import io.snowloop.testing.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/how-to/templates.md} shows. */
class TemplatesPageTest {
    @TempDir
    Path folder;

    /** As the page shows it. */
    private static final String TEMPLATE = """
            <!DOCTYPE html>
            <html lang="en">
            <title>Notes</title>
            <body>
            <h1>Notes of ${user}</h1>
            <ul>
            <#list notes as note>
              <li>${note.title}: ${note.stars}
            </#list>
            </ul>
            </body>
            </html>
            """;

    // region note
    public record Note(String title, int stars) {}
    // endregion

    private final List<Note> notes = new ArrayList<>(List.of(new Note("snow", 3)));

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("notes.html"), TEMPLATE);
    }

    private Snow app() throws IOException {
        // region app
        Templates templates = FreeMarker.in(folder);
        Snow app = new Snow()
                .get(
                        "/notes",
                        request -> templates.html("notes.html", Map.of("user", request.query("user"), "notes", notes)));
        // endregion
        return app;
    }

    @Test
    void aPageIsMadeOfAModel() throws IOException {
        Response page = app().handle(Request.get("/notes?user=holle")).resultNow();
        assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(page.text()).contains("<h1>Notes of holle</h1>", "<li>snow: 3\n");
    }

    @Test
    void whatComesFromAUserIsEscaped() throws IOException {
        notes.add(new Note("</ul><img src=x onerror=alert(1)>", 0));
        String page = app().handle(Request.get("/notes?user=%3Cscript%3Ealert('1')%3C/script%3E"))
                .resultNow()
                .text();
        assertThat(page)
                .contains("<h1>Notes of &lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</h1>")
                .contains("<li>&lt;/ul&gt;&lt;img src=x onerror=alert(1)&gt;: 0\n");
    }

    @Test
    void anErrorNamesTheTemplateAndTheLine() throws IOException {
        Templates templates = FreeMarker.in(folder);
        assertThatThrownBy(() -> templates.render("notes.html", Map.of("user", "holle")))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("notes.html, line 7: ")
                .hasMessageContaining("notes");
        Files.writeString(folder.resolve("broken.html"), "<p>\n<#list notes>\n");
        assertThatThrownBy(() -> templates.render("broken.html", Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("broken.html, line ");
        assertThatThrownBy(() -> templates.render("missing.html", Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("no template \"missing.html\"");
    }

    @Test
    void noClientSeesAnError() throws IOException {
        Files.writeString(folder.resolve("notes.html"), "${secret.name}");
        try (CapturedLog log = new CapturedLog("io.snowloop.server.Snow")) {
            Response page = app().handle(Request.get("/notes?user=a")).resultNow();
            assertThat(page.status().code()).isEqualTo(500);
            assertThat(page.text()).doesNotContain("secret");
            assertThat(log.records())
                    .singleElement()
                    .satisfies(record -> assertThat(record.getThrown()).hasMessageStartingWith("notes.html, line 1: "));
        }
    }

    @Test
    void aTemplateMakesNoObjects() throws IOException {
        Files.writeString(folder.resolve("evil.html"), "${\"freemarker.template.utility.Execute\"?new()(\"id\")}");
        assertThatThrownBy(() -> FreeMarker.in(folder).render("evil.html", Map.of()))
                .hasMessageContaining("not allowed");
    }

    @Test
    void aBrowserLoadsThePageAgain() throws IOException {
        boolean development = true;
        Path files = folder;
        Templates templates = FreeMarker.in(folder);
        // region reload
        Snow app = new Snow();
        if (development) {
            app.filter(LiveReload.watching(folder, files));
        }
        // endregion
        app.get("/notes", request -> templates.html("notes.html", Map.of("user", "holle", "notes", notes)))
                .get("/{path:path}", StaticFiles.of(files));

        assertThat(app.handle(Request.get("/notes")).resultNow().text())
                .contains("</ul>\n<script src=\"/snowloop-reload.js\"></script>\n</body>");
        assertThat(app.handle(Request.get("/notes.html")).resultNow().text()).contains("<script src=");
    }
}
