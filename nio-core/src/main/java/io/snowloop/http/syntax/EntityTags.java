// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code If-Match} and {@code If-None-Match} (RFC 9110 §13.1): a list of entity tags, or an asterisk. */
public final class EntityTags {
    private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?(\"[^\"]*\")");

    private final String list;

    /** The tags in the values of all such fields of a request. */
    public EntityTags(List<String> values) {
        list = String.join(",", requireNonNull(values, "values"));
    }

    /** Whether a tag of the list equals this one, both strong (§8.8.3.2), or the list is an asterisk. */
    public boolean listStrongly(String tag) {
        return isAny() || (!isWeak(requireNonNull(tag, "tag")) && lists(tag, false));
    }

    /** Whether a tag of the list equals this one, weak or not (§8.8.3.2), or the list is an asterisk. */
    public boolean listWeakly(String tag) {
        return isAny() || lists(isWeak(requireNonNull(tag, "tag")) ? tag.substring(2) : tag, true);
    }

    private static boolean isWeak(String tag) {
        return tag.startsWith("W/");
    }

    private boolean isAny() {
        return list.strip().equals("*");
    }

    private boolean lists(String opaque, boolean weakOnes) {
        Matcher tag = ENTITY_TAG.matcher(list);
        while (tag.find()) {
            if (tag.group(2).equals(opaque) && (weakOnes || tag.group(1) == null)) {
                return true;
            }
        }
        return false;
    }
}
