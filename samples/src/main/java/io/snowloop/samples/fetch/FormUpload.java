// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.FormData;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import io.snowloop.http.Handler;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives its body to a request whose type is that of the form. A form can be sent once, but a redirect or a challenge may ask for it
 * again: so each time that a request is sent, inside of the filters for these, it gets a new body.
 */
record FormUpload(FormData form) implements Filter {
    /** The form of arguments such as {@code name=value} and {@code name=@file}. */
    static FormUpload of(List<String> fields) throws IOException {
        FormData form = FormData.create();
        for (String field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException(
                        "-F '" + field + "' is not a field of a form: write NAME=VALUE, or NAME=@FILE for a file");
            }
            String name = field.substring(0, equals);
            String value = field.substring(equals + 1);
            form = value.startsWith("@")
                    ? form.plusFile(name, Path.of(value.substring(1)))
                    : form.plusField(name, value);
        }
        return new FormUpload(form);
    }

    String type() {
        return form.type().toString();
    }

    @Override
    public Future<Response> filter(Request request, Handler next) {
        return next.handle(type().equals(request.header("Content-Type")) ? request.withBody(form.body()) : request);
    }
}
