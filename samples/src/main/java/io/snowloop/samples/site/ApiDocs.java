// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.samples.Language;
import io.snowloop.server.StaticFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Javadoc of the libraries, which the build writes when it is asked to; until then a page that says how to ask. */
final class ApiDocs {
    static final String URL = "/api/";

    /** The Javadoc tool puts scripts and styles into its pages: they may run here, and still load nothing from elsewhere. */
    private static final Headers SECURITY = Headers.of(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline';"
                    + " img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "same-origin");

    private static final Content NOT_BUILT =
            Content.of("The API is not built", """
            <h1>The API is not built</h1>
            <p>This builds the Javadoc of the libraries, in some seconds. Then load this page again.</p>
            """ + CodeHtml.block("./mvnw -N antrun:run@api\n", "sh"));

    private final Path folder;
    private final Pages pages;

    ApiDocs(SiteMap map, Pages pages) {
        this.folder = map.home().resolve("target/api");
        this.pages = pages;
    }

    Response view(Request request) throws IOException {
        return Files.isRegularFile(folder.resolve("index.html"))
                ? StaticFiles.of(folder).view(request)
                : Response.html(pages.page(NOT_BUILT, Language.ENGLISH).html(request));
    }

    /** The fields for responses to requests that are for these pages. Other spellings of the path get the strict ones. */
    static Headers security(Request request, Headers otherwise) {
        return request.rawPath().startsWith(URL) ? SECURITY : otherwise;
    }
}
