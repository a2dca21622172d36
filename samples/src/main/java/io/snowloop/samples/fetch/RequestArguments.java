// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.http.Body;
import io.snowloop.http.FileBody;
import io.snowloop.http.Filter;
import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.samples.IoMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments of a request, with the same names as those of curl. */
final class RequestArguments {
    @Option(
            names = {"-X", "--request"},
            paramLabel = "METHOD",
            description = "The method of the requests (default: GET, or POST with a body, or PUT with -T).")
    private @Nullable String method;

    @Option(
            names = {"-I", "--head"},
            description = "Send HEAD, and print the head of the response.")
    private boolean head;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'K: V'",
            description = "A header field; may be repeated.")
    private List<String> fields = List.of();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DATA|@FILE",
            description = "The body of the requests: this text, or the bytes of the file."
                    + " Its type is that of a form, unless -H 'Content-Type: ...' is given.")
    private @Nullable String data;

    @Option(
            names = {"-F", "--form"},
            paramLabel = "K=V|K=@FILE",
            description = "A field or a file of a form (multipart/form-data); may be repeated.")
    private List<String> form = List.of();

    @Option(
            names = {"-T", "--upload-file"},
            paramLabel = "FILE",
            description = "Send this file as it is.")
    private @Nullable Path upload;

    private @Nullable FormUpload formUpload;

    RequestArguments() {}

    boolean wantsHead() {
        return head;
    }

    boolean isGet() {
        return method().equals(Method.GET);
    }

    /** What gives the requests their forms; none without {@code -F}. */
    List<Filter> filters() {
        return formUpload == null ? List.of() : List.of(formUpload);
    }

    /** The requests for these URLs. */
    List<Request> requests(List<String> urls) throws IOException {
        check();
        Body body = body();
        Request prototype = Request.of(method(), "/").withHeaders(headers()).withBody(body);
        return urls.stream().map(prototype::withTarget).toList();
    }

    private void check() {
        int bodies = (data == null ? 0 : 1) + (form.isEmpty() ? 0 : 1) + (upload == null ? 0 : 1);
        if (bodies > 1) {
            throw new IllegalArgumentException("-d, -F and -T are bodies, and a request has one: give one of them");
        }
        if (head && (bodies > 0 || method != null)) {
            throw new IllegalArgumentException(
                    "-I sends HEAD, without a body: leave out " + (bodies > 0 ? "-d, -F and -T" : "-X"));
        }
    }

    boolean hasBody() {
        return data != null || upload != null || !form.isEmpty();
    }

    private Method method() {
        if (method != null) {
            return Method.of(method);
        }
        return head ? Method.HEAD : upload != null ? Method.PUT : hasBody() ? Method.POST : Method.GET;
    }

    private Body body() throws IOException {
        try {
            if (!form.isEmpty()) {
                formUpload = FormUpload.of(form);
            }
            if (upload != null) {
                return FileBody.of(upload);
            }
            if (data == null) {
                return Body.EMPTY;
            }
            return data.startsWith("@") ? Body.of(Files.readAllBytes(Path.of(data.substring(1)))) : Body.of(data);
        } catch (IOException e) {
            throw new IOException("cannot read the body: " + IoMessages.of(e), e);
        }
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
        if (formUpload != null) {
            headers = headers.with("Content-Type", formUpload.type());
        } else if (data != null && !headers.contains("Content-Type")) {
            headers = headers.plus("Content-Type", "application/x-www-form-urlencoded");
        }
        return headers.contains("User-Agent") ? headers : headers.plus("User-Agent", "snowloop");
    }
}
