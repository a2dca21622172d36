// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import io.snowloop.http.MediaType;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.View;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A view of a file that is packed beside a class: a page, its style, its script. It is read once. */
public final class ResourceView implements View {
    private final Response response;

    /**
     * A view of this file.
     * @throws IllegalArgumentException if there is no such file
     */
    public ResourceView(Class<?> beside, String name) {
        response =
                Response.bytes(bytes(beside, name), MediaType.ofFileName(name).toString());
    }

    /**
     * The content of this file.
     * @throws IllegalArgumentException if there is no such file
     */
    public static byte[] bytes(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no " + name + " beside " + beside);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " beside " + beside, e);
        }
    }

    @Override
    public Response view(Request request) {
        return response;
    }
}
