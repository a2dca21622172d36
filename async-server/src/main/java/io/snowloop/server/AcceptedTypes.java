// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The media types that the sender of a request takes: its {@code Accept} (RFC 9110 §12.5.1). */
final class AcceptedTypes {
    private static final Pattern WEIGHT = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?"); // §12.4.2

    /** Browsers send ten. A head may have 64 KB of them. */
    private static final int MOST = 100;

    private final List<MediaType> ranges = new ArrayList<>();

    /** Those of this request. A range that breaks the grammar is left out, and so are those behind 99. */
    AcceptedTypes(Request request) {
        for (String member : String.join(",", request.headers().all("Accept")).split(",", MOST)) {
            MediaType range = MediaType.parse(member);
            if (range != null) {
                ranges.add(range);
            }
        }
    }

    /**
     * How much the sender likes a type, from 0 to 1, by the range that names it most exactly. {@code *}{@code /*} does not name it: most
     * programs send that, and a default is for them.
     */
    double weight(MediaType type) {
        MediaType best = null;
        for (MediaType range : ranges) {
            boolean names = !range.type().equals("*") && type.matches(range);
            if (names && (best == null || best.subtype().equals("*"))) {
                best = range;
            }
        }
        return best == null ? 0 : weightOf(best.parameter("q"));
    }

    private static double weightOf(@Nullable String q) {
        if (q == null) {
            return 1;
        }
        return WEIGHT.matcher(q).matches() ? Double.parseDouble(q) : 0;
    }
}
