// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.site;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a file contributes to its page.
 *
 * @param title the title, without the name of the site
 * @param description one or two sentences, for search engines and previews
 * @param lead the HTML above the pages that refer to it, if it is a source file; otherwise empty
 * @param body the HTML of the main part
 * @param sections the parts of the text, for the search and for the contents of the page; the first is that of the title
 * @param links the files to which it links
 */
record Content(String title, String description, String lead, String body, List<Section> sections, Set<Path> links) {
    /** A heading, and the text below it up to the next one. */
    record Section(int level, String id, String title, String text) {}

    /** A page of a title and a body. */
    static Content of(String title, String body) {
        return new Content(title, title, "", body, List.of(), Set.of());
    }
}
