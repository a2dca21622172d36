// SPDX-License-Identifier: Apache-2.0
package io.snowloop.tls;

import static io.snowloop.tls.TlsFixtures.HOST;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import io.snowloop.testing.ManualExecutor;
import io.snowloop.testing.RecordingProtocol;
import io.snowloop.testing.TestLoop;
import io.snowloop.testing.TestTransport;
import io.snowloop.transport.ConnectionClosedException;
import io.snowloop.transport.WaterMarks;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A task on a connection that is open. The JDK's engine has tasks only during the handshake; an engine of another
 * provider may have one at any time. The engine here is the JDK's, and the test adds the task.
 */
class TlsTaskTest {
    private static final WaterMarks MARKS = new WaterMarks(10, 5);

    private final TestLoop test = new TestLoop();
    private final ManualExecutor threads = new ManualExecutor();
    private final RecordingProtocol above = new RecordingProtocol();
    private final SSLEngine jdk = JdkEngines.server(TlsFixtures.server());
    private final List<Long> kept = new ArrayList<>();
    private boolean taskDue;
    private long recordSize;
    private TlsTransport upper;
    private TlsConnection connection;
    private TestTransport below;
    private EngineEnd peer;

    @BeforeEach
    void open() {
        TlsConfig config = TlsFixtures.server().toBuilder()
                .taskExecutor(threads)
                .closeTimeout(Duration.ofSeconds(1))
                .build();
        connection = new TlsConnection(
                test.loop, config, new TlsEngine(withTasks(), null), Peer.CLIENT, MARKS, above, kept::add);
        upper = connection.upper();
        below = TestTransport.connect(test, connection.lower());
        peer = new EngineEnd(TlsEngine.client(TlsFixtures.client(), HOST, 443));
        peer.drive();
        while (!above.calls.contains("connected")) {
            exchange();
            finishTasks();
        }
        exchange();
        startTask();
    }

    @AfterEach
    void close() {
        test.close();
        assertThat(above.violations).isEmpty();
    }

    private SSLEngine withTasks() {
        SSLEngine engine = mock(SSLEngine.class, delegatesTo(jdk));
        doAnswer(call -> taskDue ? HandshakeStatus.NEED_TASK : jdk.getHandshakeStatus())
                .when(engine)
                .getHandshakeStatus();
        doAnswer(call -> taskDue ? (Runnable) () -> taskDue = false : jdk.getDelegatedTask())
                .when(engine)
                .getDelegatedTask();
        return engine;
    }

    private void exchange() {
        String sent = below.takeWritten();
        while (!sent.isEmpty() || !peer.out.isEmpty()) {
            peer.receive(sent.getBytes(ISO_8859_1));
            below.send(new String(peer.takeAll(), ISO_8859_1));
            sent = below.takeWritten();
        }
    }

    /** The peer's next bytes make the engine need a task, which does not run before {@link #finishTasks}. */
    private void startTask() {
        taskDue = true;
        peer.write("?");
        byte[] record = peer.takeAll();
        recordSize = record.length;
        below.send(new String(record, ISO_8859_1));
        assertThat(threads.queued()).isEqualTo(1);
        assertThat(above.text()).isEmpty();
    }

    private void finishTasks() {
        threads.runAll();
        test.turnUntilIdle();
    }

    private void onLoop(Runnable action) {
        test.inTask(() -> above.outside(action));
        test.turnUntilIdle();
    }

    private void write(String text) {
        onLoop(() -> upper.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1))));
    }

    @Test
    void bothDirectionsWaitForTheTask() {
        write("answer");
        assertThat(below.takeWritten()).isEmpty();
        assertThat(below.isReading()).isFalse();
        assertThat(upper.queued()).isEqualTo(6);

        finishTasks();
        exchange();

        assertThat(above.text()).isEqualTo("?");
        assertThat(peer.text()).isEqualTo("answer");
        assertThat(below.isReading()).isTrue();
        assertThat(upper.queued()).isZero();
    }

    @Test
    void theProtocolAboveIsToldOfRoomAfterItHadNone() {
        write("0123456789");
        assertThat(upper.isWritable()).isTrue();
        write("A");
        assertThat(upper.isWritable()).isFalse();

        finishTasks();

        assertThat(upper.isWritable()).isTrue();
        assertThat(above.calls).containsExactly("connected", "writable true");
    }

    @Test
    void thereIsNothingToTellIfItHadRoom() {
        write("0123456789");

        finishTasks();

        assertThat(above.calls).containsExactly("connected");
    }

    @Test
    void aCloseWaitsForTheTask() {
        write("goodbye");
        onLoop(upper::close);
        assertThat(connection.state()).isEqualTo(TlsConnection.State.CLOSING);
        assertThat(below.isOpen()).isTrue();
        test.inTask(connection.lower()::ended); // must not close before the last bytes are sent

        finishTasks();
        exchange();

        assertThat(peer.text()).isEqualTo("goodbye");
        assertThat(peer.told).containsExactly("OPENED", "ENDED");
        assertThat(above.text()).as("nothing is received after a close").isEmpty();
        assertThat(above.calls).containsExactly("connected", "closed");
        assertThat(above.cause).isNull();
    }

    @Test
    void aCloseDoesNotWaitForATaskThatNeverEnds() {
        write("goodbye");
        onLoop(upper::close);

        boolean[] over = {false};
        test.loop.schedule(Duration.ofSeconds(1), () -> over[0] = true);
        test.turnUntil(() -> over[0]);
        test.turnUntilIdle();

        assertThat(below.isAborted()).isTrue();
        assertThat(above.cause)
                .isInstanceOf(ConnectionClosedException.class)
                .hasMessageContaining("did not take the last 7 bytes within 1000 ms");
    }

    @Test
    void anEndOfOurOutputWaitsForTheTask() {
        write("all");
        onLoop(upper::shutdownOutput);
        assertThat(below.isOutputShut()).isFalse();

        finishTasks();
        assertThat(below.isOutputShut()).isTrue();
        exchange();

        assertThat(peer.text()).isEqualTo("all");
        assertThat(peer.told).containsExactly("OPENED", "ENDED");
        assertThat(above.text()).isEqualTo("?");
        assertThat(upper.isOpen()).isTrue();
    }

    @Test
    void anAbortDoesNotWait() {
        write("goodbye");
        onLoop(upper::abort);
        assertThat(below.isAborted()).isTrue();

        finishTasks();

        assertThat(below.takeWritten()).isEmpty();
        assertThat(above.calls).containsExactly("connected", "closed");
    }

    @Test
    void aTaskOfAConnectionThatIsOverIsNotRun() {
        onLoop(upper::abort);

        finishTasks();

        assertThat(taskDue).as("it is still to be done").isTrue();
    }

    @Test
    void whatWaitsForATaskIsCountedUntilItIsUsed() {
        assertThat(kept).last().isEqualTo(recordSize);

        finishTasks();

        assertThat(kept).last().isEqualTo(0L);
    }

    @Test
    void whatWaitsForATaskIsFreeWhenTheConnectionIsOver() {
        onLoop(upper::abort);
        assertThat(kept).last().isEqualTo(0L);
    }
}
