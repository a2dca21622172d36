// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds;

import io.snowloop.future.Promise;
import io.snowloop.http.Response;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.Protocol;
import io.snowloop.transport.Transport;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The protocol of one GET on its own connection.
 *
 * <p>The article has two lists, of sockets that are not connected yet and of sockets that have not answered yet. Here
 * the transport calls the protocol, so there are no lists, and no request can be missing from them.
 */
final class GetProtocol implements Protocol {
    private final RequestInfo info;
    private final Promise<Response> promise;
    private final HttpGet get = new HttpGet();
    private @Nullable Transport transport;

    GetProtocol(RequestInfo info, Promise<Response> promise) {
        this.info = info;
        this.promise = promise;
    }

    // region protocol
    @Override
    public void connected(Transport transport) {
        this.transport = transport;
        transport.write(get.request(info.host(), info.port(), info.path()));
    }

    @Override
    public void received(ByteBuffer bytes) {
        take(() -> get.received(bytes));
    }

    @Override
    public void ended() {
        take(get::ended);
    }

    @Override
    public void closed(@Nullable Throwable cause) {
        String message = info + ": the connection ended before the response did";
        promise.fail(
                cause == null ? new ConnectionClosedException(message) : new ConnectionClosedException(message, cause));
    }
    // endregion

    private void take(Step step) {
        try {
            Response response = step.take();
            if (response != null) {
                promise.complete(response);
                close();
            }
        } catch (RemoteProtocolException e) {
            promise.fail(e);
            close();
        }
    }

    /** Closes the connection, if there is one. Unsent bytes are dropped: the request is done. */
    void close() {
        if (transport != null) {
            transport.abort();
        }
    }

    /** A call that may complete the response. */
    private interface Step {
        @Nullable
        Response take() throws RemoteProtocolException;
    }
}
