// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import io.snowloop.http.syntax.HtmlText;
import io.snowloop.samples.Html;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The page for a path that does not exist. It names pages whose paths are similar. */
final class NotFound {
    private static final int MOST = 3;

    /** Longer names are cut: the time to compare grows with their length. */
    private static final int LONGEST_NAME = 64;

    private NotFound() {}

    static Content of(String path, Contents contents, Labels labels) {
        String name = name(path);
        List<Contents.Entry> similar = contents.chain().stream()
                .filter(entry -> distance(name, name(entry.url())) <= Math.max(2, name.length() / 3)
                        || (name.length() > 3 && entry.url().contains(name)))
                .sorted(Comparator.comparingInt(entry -> distance(name, name(entry.url()))))
                .limit(MOST)
                .toList();
        StringBuilder body = new StringBuilder("<h1>404 Not Found</h1>\n<p>" + labels.get("notFound"))
                .append(HtmlText.escaped(" " + path))
                .append(".</p>\n");
        if (!similar.isEmpty()) {
            body.append("<p>" + labels.get("similar") + "</p>\n<ul>\n");
            similar.forEach(entry -> body.append("<li>")
                    .append(Html.link(entry.url(), entry.title()))
                    .append("</li>\n"));
            body.append("</ul>\n");
        }
        body.append("<p>" + labels.before("begin") + "<a href=\"" + labels.home() + "\">Snowloop</a></p>\n");
        body.append(Search.form(name.replace('-', ' '), labels));
        return Content.of("404 Not Found", body.toString());
    }

    /** The last segment that has letters, without an extension. */
    private static String name(String path) {
        String[] segments = path.toLowerCase(Locale.ROOT).split("/", -1);
        for (int i = segments.length - 1; i >= 0; i--) {
            if (!segments[i].isEmpty()) {
                int dot = segments[i].indexOf('.');
                int end = dot > 0 ? dot : segments[i].length();
                return segments[i].substring(0, Math.min(end, LONGEST_NAME));
            }
        }
        return "";
    }

    /** Levenshtein's distance: how many characters to insert, remove or replace. */
    private static int distance(String from, String to) {
        int[] above = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[to.length()];
    }
}
