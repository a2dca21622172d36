// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Attribute;
import io.snowloop.http.Headers;
import io.snowloop.http.Request;
import io.snowloop.http.Status;
import io.snowloop.http.Version;
import io.snowloop.http.h1.RemoteProtocolException;
import io.snowloop.transport.Protocol;

/**
 * What takes over a connection when the server answers 101 (RFC 9110 §7.8), or a stream of HTTP/2 when it answers 200 (RFC 8441 §5). A
 * request that wants that has it as an attribute.
 */
interface ClientUpgrade {
    Attribute<ClientUpgrade> ATTRIBUTE = Attribute.of("upgrade");

    /**
     * The protocol for the connection, or for the stream.
     *
     * @param version of the answer
     * @param answer its fields
     * @throws IllegalArgumentException if they do not fit the request
     */
    Protocol accept(Version version, Headers answer);

    /**
     * The protocol that a 101 switches to.
     *
     * @throws RemoteProtocolException if the request has not asked for one, or the answer does not fit
     */
    static Protocol protocol(Request request, Headers answer) throws RemoteProtocolException {
        return protocol(request, Version.HTTP_1_1, answer);
    }

    /**
     * The protocol that an answer switches to.
     *
     * @throws RemoteProtocolException if the request has not asked for one, or the answer does not fit
     */
    static Protocol protocol(Request request, Version version, Headers answer) throws RemoteProtocolException {
        ClientUpgrade upgrade = request.attribute(ATTRIBUTE);
        if (upgrade == null) {
            throw new RemoteProtocolException(
                    Status.NOT_IMPLEMENTED, "the server switched to a protocol that a fetch can't speak");
        }
        try {
            return upgrade.accept(version, answer);
        } catch (IllegalArgumentException e) {
            throw new RemoteProtocolException(Status.BAD_GATEWAY, String.valueOf(e.getMessage()));
        }
    }
}
