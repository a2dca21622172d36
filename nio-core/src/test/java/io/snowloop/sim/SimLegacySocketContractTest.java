// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link LegacySocketContract} for simulated channels. */
class SimLegacySocketContractTest extends LegacySocketContract {
    private final Simulation simulation = new Simulation(1);

    @Override
    SelectorProvider provider() {
        return simulation.network();
    }

    /** The JDK does so too, from some version on. */
    @Test
    void aConnectToANameThatIsUnknownClosesTheSocket() throws IOException {
        Socket socket = closing(provider.openSocketChannel()).socket();
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere.invalid", 80);
        assertThatThrownBy(() -> socket.connect(unknown))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("nowhere.invalid");
        assertThat(socket.isClosed()).isTrue();
        assertThatThrownBy(() -> socket.connect(unknown)).hasMessage("Socket is closed");
        Socket connected = connect().client().socket();
        assertThatThrownBy(() -> connected.connect(unknown)).hasMessage("Already connected");
        assertThat(connected.isConnected()).isTrue();
    }

    @Test
    void anAdapterHasTheTextOfItsChannel() throws IOException {
        ServerSocketChannel server = listen();
        SocketChannel client = connect(server).client();
        assertThat(client.socket()).hasToString(client.toString());
        assertThat(server.socket()).hasToString(server.toString());
    }

    @Test
    void onlyACallThatReachesTheKernelIsTold() throws IOException {
        SocketChannel client = connect().client();
        List<Call> calls = new ArrayList<>();
        simulation.network().onCall(calls::add);
        client.read(ByteBuffer.allocate(0));
        assertThat(calls).isEmpty();
        client.read(ByteBuffer.allocate(1));
        assertThat(calls).hasSize(1);
    }
}
