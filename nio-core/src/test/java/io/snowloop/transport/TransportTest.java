// SPDX-License-Identifier: Apache-2.0
package io.snowloop.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Answers.CALLS_REAL_METHODS;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;

/** What a transport that has no better way does. */
class TransportTest {
    private final Transport transport = mock(Transport.class, CALLS_REAL_METHODS);
    private final ByteBuffer written = ByteBuffer.allocate(100);

    private void takeBytes(boolean writable) {
        doReturn(writable).when(transport).isWritable();
        doAnswer(call -> written.put((ByteBuffer) call.getArgument(0)))
                .when(transport)
                .write(any(ByteBuffer.class));
    }

    @Test
    void twoBuffersAreWrittenOneAfterTheOther() {
        ByteBuffer first = ByteBuffer.wrap(new byte[] {1});
        ByteBuffer second = ByteBuffer.wrap(new byte[] {2});
        doNothing().when(transport).write(any(ByteBuffer.class));

        transport.write(first, second);

        InOrder order = inOrder(transport);
        order.verify(transport).write(first);
        order.verify(transport).write(second);
    }

    @Test
    void cancelAbortsAndTellsWhetherItWasOpen() {
        doNothing().when(transport).abort();
        for (boolean open : new boolean[] {true, false}) {
            doReturn(open).when(transport).isOpen();
            assertThat(transport.cancel()).isEqualTo(open);
        }
        verify(transport, times(2)).abort();
    }

    @Test
    void bytesOfAFileAreReadAndWritten(@TempDir Path directory) throws IOException {
        takeBytes(true);
        try (FileChannel file = FileChannel.open(Files.writeString(directory.resolve("file"), "hello"))) {
            assertThat(transport.transferFrom(file, 1, 3)).isEqualTo(3);
            assertThat(written.flip()).isEqualTo(ByteBuffer.wrap("ell".getBytes()));
            assertThat(transport.transferFrom(file, 5, 3)).as("at its end").isEqualTo(-1);
        }
    }

    @Test
    void withoutRoomNothingIsRead() throws IOException {
        takeBytes(false);
        assertThat(transport.transferFrom(mock(FileChannel.class), 0, 3)).isZero();
        verify(transport, never()).write(any(ByteBuffer.class));
    }
}
