// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.http.Body;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.samples.Arguments;
import io.snowloop.samples.IoMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The arguments of a request, with the same names as those of curl. */
final class RequestArguments {
    @Option(
            names = "-X",
            paramLabel = "METHOD",
            description = "The method of the requests (default: GET, or POST with a body).")
    private @Nullable String method;

    @Option(names = "-H", paramLabel = "'K: V'", description = "A header field; may be repeated.")
    private List<String> fields = List.of();

    @Option(
            names = "-d",
            paramLabel = "DATA|@FILE",
            description = "The body of the requests: this text, or the bytes of the file."
                    + " Its type is that of a form, unless -H 'Content-Type: ...' is given.")
    private @Nullable String data;

    /** The requests for these URLs. An invalid argument is a {@link ParameterException}. */
    List<Request> requests(List<String> urls, CommandLine command) {
        try {
            Body body = body();
            Request prototype = Request.of(method(), "/").withHeaders(headers()).withBody(body);
            return urls.stream()
                    .map(
                            new Arguments.Url()
                                    ::convert) // not during parsing, so that an unknown option is reported first
                    .map(prototype::withTarget)
                    .toList();
        } catch (IllegalArgumentException | TypeConversionException e) {
            throw new ParameterException(command, e.getMessage(), e);
        } catch (IOException e) {
            throw new ParameterException(command, "cannot read the body: " + IoMessages.of(e), e);
        }
    }

    private Method method() {
        return method != null ? Method.of(method) : data != null ? Method.POST : Method.GET;
    }

    private Body body() throws IOException {
        if (data == null) {
            return Body.EMPTY;
        }
        return data.startsWith("@") ? Body.of(Files.readAllBytes(Path.of(data.substring(1)))) : Body.of(data);
    }

    private Headers headers() {
        Headers.Builder builder = Headers.builder();
        for (String field : fields) {
            int colon = field.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("'" + field + "' is not a header field: write -H 'Name: value'");
            }
            builder.add(field.substring(0, colon), field.substring(colon + 1));
        }
        Headers headers = builder.build();
        if (data != null && !headers.contains("Content-Type")) {
            headers = headers.plus("Content-Type", "application/x-www-form-urlencoded");
        }
        return headers.contains("User-Agent") ? headers : headers.plus("User-Agent", "snowloop");
    }
}
