// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Response;

/**
 * Makes pages of templates: where an app plugs in a template engine.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/TemplatesPageTest.java#app -->
 * <pre>{@code
 * Templates templates = FreeMarker.in(folder);
 * Snow app = new Snow()
 *         .get(
 *                 "/notes",
 *                 request -> templates.html("notes.html", Map.of("user", request.query("user"), "notes", notes)));
 * }</pre>
 *
 * <p>An implementation escapes for HTML what it puts into a page, unless a template says otherwise. It is called on the thread of its caller,
 * which is usually that of a loop: it should keep the templates that it has read. If several loops share it, it has to be safe for several
 * threads.
 */
@FunctionalInterface
public interface Templates {
    /**
     * {@return the text that a template makes of a model}
     * @param name of the template, such as {@code notes.ftlh}; never one that a client has sent
     * @param model what the template reads: a map, a record, or what else the engine knows
     * @throws TemplateException if there is no such template, or there is a mistake in it
     */
    String render(String name, Object model);

    /**
     * {@return 200 with an HTML page} It throws what {@link #render} throws.
     * @param name of the template
     * @param model what the template reads
     */
    default Response html(String name, Object model) {
        return Response.html(render(name, model));
    }
}
