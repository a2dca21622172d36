// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.strangers;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A server on Undertow, with its threads for I/O and for work. */
final class UndertowHttp {
    private UndertowHttp() {}

    public static void main(String[] args) throws Exception {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.getRequestReceiver()
                        .receiveFullBytes(
                                (received, body) -> received.getResponseSender().send(ByteBuffer.wrap(body))))
                .build();
        server.start();
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        Requests.send(Integer.parseInt(args[0]), address.getPort());
    }
}
