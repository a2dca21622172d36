package io.snowloop.http.connection;

import io.snowloop.http.FileStream;
import io.snowloop.transport.Transport;
import java.io.IOException;

/**
 * Moves a file into a connection without having its bytes in memory, where the transport can do that. To the codec the
 * whole of it is one piece of data, so it needs to be told of its beginning and its end only.
 */
final class FilePump extends Pump {
    /** How much one call moves before other connections have their turn, in bytes. */
    private static final int PER_TURN = 1024 * 1024;

    private final FileStream file;

    FilePump(FileStream file, HttpConnection connection) {
        super(connection);
        this.file = file;
    }

    /** Moves what can be moved now, the first time with the head before it. */
    @Override
    void pump() {
        try {
            transfer();
        } catch (IOException e) {
            connection.pumpFailed(e);
            return;
        }
        if (file.left() == 0) {
            connection.endTransfer();
        } else if (connection.transport().isWritable()) {
            yieldTurn();
        }
    }

    private void transfer() throws IOException {
        Transport transport = connection.transport();
        int left = PER_TURN;
        while (left > 0 && file.left() > 0 && transport.isWritable()) {
            left -= (int) connection.transfer(file, left);
        }
    }

    @Override
    void cancel() {
        file.cancel();
    }
}
