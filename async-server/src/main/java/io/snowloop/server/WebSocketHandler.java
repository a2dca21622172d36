// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import io.snowloop.http.Request;
import io.snowloop.websocket.connection.WebSocket;

/**
 * What an app does with a new WebSocket and the request that has opened it: {@link Snow#webSocket(String, WebSocketHandler)}. It sets
 * the WebSocket's handlers, and may send.
 */
@FunctionalInterface
public interface WebSocketHandler {
    /**
     * A WebSocket is open.
     * @param socket its messages wait until it has a handler for them
     * @param request the opening request, as the filters have passed it on
     * @throws io.snowloop.http.HttpException 4xx, such as that of {@code request.queryInt}: closes it with 1008 and the message. To
     *     refuse the request instead, name its values with {@link Routes#takes}, or add a filter
     * @throws Exception of any other kind: is reported, and closes it with 1011
     */
    void opened(WebSocket socket, Request request) throws Exception;
}
