// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

/**
 * Reads values from JSON (RFC 8259), and writes them: where an app plugs in a JSON library.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/JsonPageTest.java#app -->
 * <pre>{@code
 * JsonMapper json = new Jackson(new ObjectMapper());
 * List<Note> notes = new CopyOnWriteArrayList<>();
 *
 * Snow app = new Snow()
 *         .get("/notes", request -> Response.json(notes, json))
 *         .post("/notes", request -> {
 *             notes.add(request.fromJson(Note.class, json));
 *             return Response.of(Status.CREATED);
 *         });
 * }</pre>
 *
 * <p>An implementation is called on the thread of its caller, which is usually that of a loop. If several loops share it, it has
 * to be safe for several threads.
 */
public interface JsonMapper {
    /**
     * {@return the value that the text stands for}
     * @param <T> the type of the value
     * @param json in UTF-8; do not change it
     * @param type of the value
     * @throws JsonException if the text is malformed, or does not fit the type
     */
    <T> T read(byte[] json, Class<T> type);

    /**
     * {@return the text of a value, in UTF-8}
     * @param value anything that the library knows
     * @throws JsonException if this mapper cannot write it
     */
    byte[] write(Object value);
}
