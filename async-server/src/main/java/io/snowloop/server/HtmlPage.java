// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Response;
import io.snowloop.http.syntax.HtmlText;

/** A page that is made by the framework and not by the app: one file without scripts, for phones too, and for the dark. */
final class HtmlPage {
    private HtmlPage() {}

    /** 200 with a page. Only {@code title} is escaped. */
    static Response of(String title, String content) {
        return Response.html("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <style>
                :root { color-scheme: light dark; }
                body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
                h1 { font-size: 1.5rem; }
                h2 { font-size: 1.125rem; overflow-wrap: anywhere; }
                table { border-collapse: collapse; width: 100%%; }
                th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8886; }
                code { overflow-wrap: anywhere; }
                </style>
                </head>
                <body>
                <h1>%1$s</h1>
                %2$s</body>
                </html>
                """.formatted(HtmlText.escaped(title), content));
    }
}
