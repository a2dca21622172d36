// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.syntax.Printable;
import java.util.Locale;
import java.util.Set;

/** The head of a message as text for a terminal, which takes some characters as commands. */
final class HeadText {
    /** Their values let others log in. */
    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    private HeadText() {}

    /** The head of a response, with all values. */
    static String of(Response response) {
        return text("", statusLine(response), response.headers(), false);
    }

    /** For the log of an exchange: with a mark, and without credentials. */
    static String sent(Request request) {
        String line = request.method() + " " + request.target();
        return text("> ", line, request.headers(), true);
    }

    /** For the log of an exchange: with a mark, and without credentials. */
    static String received(Response response) {
        return text("< ", statusLine(response), response.headers(), true);
    }

    private static String statusLine(Response response) {
        return response.version() + " " + response.status();
    }

    private static String text(String mark, String first, Headers headers, boolean hides) {
        StringBuilder text = new StringBuilder(mark).append(Printable.of(first)).append('\n');
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            boolean hidden = hides && SECRET.contains(name.toLowerCase(Locale.ROOT));
            String field = name + ": " + (hidden ? "(not shown)" : headers.value(i));
            text.append(mark).append(Printable.of(field)).append('\n');
        }
        return text.append(mark.strip()).append('\n').toString();
    }
}
