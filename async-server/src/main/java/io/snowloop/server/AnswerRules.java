// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.FileBody;
import io.snowloop.http.FileStream;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import io.snowloop.logging.LazyLogger;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/** What is sent for the outcome of a handler: the rules that do not depend on the version of HTTP. */
final class AnswerRules {
    private static final LazyLogger LOG = new LazyLogger(ServerExchange.class);

    private AnswerRules() {}

    /** The response; without one, the status that says what the error means; 503 if there is no memory for it. */
    static Response choose(
            ServerContext context, HandlerCall call, @Nullable Response response, @Nullable Throwable error) {
        if (response == null) {
            Status status = ErrorStatus.of(error);
            failed(context, status, error, "the handler failed for " + shown(call));
            return Response.of(status);
        }
        if (!(response.body() instanceof FileBody) // which the kernel sends, or which is read as the client reads it
                && context.memory().isTooFullFor(response.body().length())) {
            response.cancel();
            return Response.of(Status.SERVICE_UNAVAILABLE);
        }
        return response;
    }

    /** What is sent in place of a response that can't be: a file that can't be opened, a field that is malformed. */
    static Response inPlaceOf(ServerContext context, Response unsendable, Exception why, HandlerCall call) {
        Status status = ErrorStatus.of(why);
        failed(context, status, why, "the response to " + shown(call) + " can't be sent: " + text(why));
        unsendable.cancel();
        return Response.of(status);
    }

    /** The message of such an exception may be the name of a file, and no more. */
    private static @Nullable String text(Exception why) {
        return why instanceof FileSystemException ? why.toString() : why.getMessage();
    }

    /** Opens a file before the head is encoded: if that fails, the answer can still be an error. HEAD needs no bytes. */
    static Response withOpenFile(Response response, @Nullable Request request) throws IOException {
        boolean head = request != null && request.method().equals(Method.HEAD);
        if (head || !(response.body() instanceof FileBody file)) {
            return response;
        }
        FileStream stream = file.stream();
        stream.open();
        return response.withBody(stream);
    }

    /** The body of a response broke off. */
    static void brokeOff(ServerContext context, HandlerCall call, Throwable error) {
        String what = "the body of the response to " + shown(call) + " broke off";
        context.failures().failed(LOG, Level.WARNING, context.loop(), "bodies that broke off", error, what);
    }

    /** The handler's time is over. */
    static void tooSlow(ServerContext context, HandlerCall call) {
        failed(
                context,
                Status.SERVICE_UNAVAILABLE,
                null,
                "no response to " + shown(call) + " within ServerTimeouts.handler = "
                        + context.options().timeouts().handler());
    }

    private static void failed(ServerContext context, Status status, @Nullable Throwable error, String what) {
        context.failures().answered(LOG, context.loop(), status, error, what);
    }

    private static String shown(HandlerCall call) {
        Request request = call.request();
        return request == null ? "no request" : ErrorHandling.shown(request);
    }

    /** The status for what no handler can do: tunnels, and unknown expectations. Null for all other requests. */
    static @Nullable Status refusal(Request request) {
        if (request.method().equals(Method.CONNECT)) {
            return Status.NOT_IMPLEMENTED; // RFC 9110 §9.3.6, §9.1
        }
        String expectation = request.header("Expect");
        return expectation == null || expectation.equalsIgnoreCase("100-continue")
                ? null
                : Status.EXPECTATION_FAILED; // RFC 9110 §10.1.1
    }
}
