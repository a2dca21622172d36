// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.connection;

import io.snowloop.http.FileStream;
import io.snowloop.http.Transfer;
import io.snowloop.loop.channel.LargeTask;
import io.snowloop.transport.Transport;
import java.io.IOException;

/**
 * The transfer of a file to a connection. Where the transport can do it, the kernel moves the bytes and they never come
 * into the process. To the codec the file is one piece of data: {@code beginData} before it and {@code endData} after it.
 */
final class FileTransfer implements Transfer {
    /** How much is moved before other connections have their turn, in bytes. */
    private static final int PER_TURN = 1024 * 1024;

    private final FileStream file;
    private final Outflow outflow;
    private boolean scheduled;

    FileTransfer(FileStream file, Outflow outflow) {
        this.file = file;
        this.outflow = outflow;
    }

    @Override
    public void resume() {
        if (scheduled) {
            return;
        }
        try {
            move();
        } catch (IOException e) {
            outflow.fail(e);
            return;
        }
        if (!outflow.isSending(this)) { // who was told of what was written has cancelled it
            return;
        }
        if (file.left() == 0) {
            outflow.endTransfer();
        } else if (outflow.transport().isWritable()) {
            waitForNextTurn();
        }
    }

    private void move() throws IOException {
        Transport transport = outflow.transport();
        int left = PER_TURN;
        while (left > 0 && file.left() > 0 && outflow.isSending(this) && transport.isWritable()) {
            left -= (int) outflow.transfer(file, left);
        }
    }

    private void waitForNextTurn() {
        scheduled = true;
        outflow.transport().loop().execute((LargeTask) () -> {
            scheduled = false;
            if (outflow.isSending(this)) { // it may have been cancelled meanwhile
                resume();
            }
        });
    }

    /** A file is always ready. */
    @Override
    public boolean awaitsSource() {
        return false;
    }

    @Override
    public boolean cancel() {
        file.cancel();
        return true;
    }
}
