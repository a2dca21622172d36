// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.util.Random;

/**
 * One call of a {@link ChannelBench}.
 *
 * @param call what is called
 * @param client whether it is called on the client's end; on the accepted end otherwise
 * @param number a number for it, such as a count of bytes or a set of operations
 */
record ChannelStep(Call call, boolean client, int number) {
    /** The calls. A call whose channel does not exist yet does nothing. */
    enum Call {
        CONNECT,
        CONNECT_REFUSED,
        CONNECT_NULL,
        FINISH_CONNECT,
        BIND_NULL,
        ACCEPT,
        CLOSE_SERVER,
        WRITE,
        GATHER,
        READ,
        SCATTER,
        SCATTER_READ_ONLY,
        SHUTDOWN_INPUT,
        SHUTDOWN_OUTPUT,
        CLOSE,
        LINGER,
        TYPE_OF_SERVICE,
        STATE,
        ADDRESSES,
        LEGACY,
        REGISTER,
        INTEREST,
        CANCEL,
        SELECT,
        SELECT_ACTION
    }

    private static final Call[] CALLS = Call.values();

    /** The calls that move a connection on. They come in half of the steps, so that most sequences have one. */
    private static final Call[] USUAL = {
        Call.CONNECT, Call.FINISH_CONNECT, Call.ACCEPT, Call.WRITE, Call.READ, Call.SHUTDOWN_OUTPUT, Call.SELECT
    };

    static ChannelStep random(Random random) {
        Call call = random.nextBoolean() ? USUAL[random.nextInt(USUAL.length)] : CALLS[random.nextInt(CALLS.length)];
        return new ChannelStep(call, random.nextBoolean(), random.nextInt(16));
    }

    @Override
    public String toString() {
        return (client ? "client " : "peer ") + call + " " + number;
    }
}
