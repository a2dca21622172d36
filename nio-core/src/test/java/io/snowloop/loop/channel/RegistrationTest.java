// SPDX-License-Identifier: Apache-2.0
package io.snowloop.loop.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.loop.EventLoop;
import io.snowloop.testing.Loopback;
import io.snowloop.testing.RecordingHandler;
import io.snowloop.testing.TestLoop;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private final TestLoop test = new TestLoop();
    private final EventLoop loop = test.loop;
    private final Loopback channel = new Loopback(loop.reactor().provider()).fill();
    private final RecordingHandler handler = new RecordingHandler(() -> {});
    private Registration registration;

    @BeforeEach
    void register() throws IOException {
        registration = loop.reactor().register(channel.source, 0, handler);
    }

    @AfterEach
    void close() {
        test.close();
        channel.close();
    }

    @Test
    void knowsItsChannelAndItsInterest() {
        assertThat(registration.channel()).isSameAs(channel.source);
        assertThat(registration.interest()).isZero();
        assertThat(loop.reactor().registrations()).isOne();
    }

    @Test
    void isNamedByItsNumberAndItsHandler() {
        assertThat(registration).hasToString("Registration[1, " + handler + "]");
        assertThat(loop.reactor()).hasToString("Reactor[" + loop + ", 1 channels]");
    }

    @Test
    void isSilentWithoutInterest() {
        turn();

        assertThat(handler.calls).isEmpty();
    }

    @Test
    void isCalledWhileItHasInterest() {
        registration.add(SelectionKey.OP_READ);
        turn();
        registration.remove(SelectionKey.OP_READ);
        turn();

        assertThat(handler.calls).containsExactly("ready 1");
    }

    @Test
    void takenOutItIsNotCalledAndItsChannelStaysOpen() {
        registration.interest(SelectionKey.OP_READ);
        registration.cancel();
        turn();

        assertThat(handler.calls).isEmpty();
        assertThat(channel.source.isOpen()).isTrue();
        assertThat(loop.reactor().registrations()).isZero();
    }

    @Test
    void closedItIsNotCalledAndItsChannelIsClosed() {
        registration.interest(SelectionKey.OP_READ);
        registration.close();
        registration.close();
        turn();

        assertThat(handler.calls).isEmpty();
        assertThat(channel.source.isOpen()).isFalse();
        assertThat(loop.reactor().registrations()).isZero();
    }

    @Test
    void interestAfterTheEndIsIgnored() {
        registration.close();

        registration.interest(SelectionKey.OP_READ);

        assertThat(registration.interest()).isZero();
    }

    @Test
    void canBePassedOnToAnotherHandler() {
        RecordingHandler next = new RecordingHandler(() -> {});
        registration.interest(SelectionKey.OP_READ);

        registration.handler(next);
        turn();

        assertThat(handler.calls).isEmpty();
        assertThat(next.calls).containsExactly("ready 1");
    }

    @Test
    void ofAClosedChannelIsRefused() {
        Loopback closed = new Loopback(loop.reactor().provider());
        closed.close();

        assertThatThrownBy(() -> loop.reactor().register(closed.source, SelectionKey.OP_READ, handler))
                .isInstanceOf(ClosedChannelException.class);
        assertThat(loop.reactor().registrations()).isOne();
    }

    private void turn() {
        test.inTask(() -> {});
    }
}
