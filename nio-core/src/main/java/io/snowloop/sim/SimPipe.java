// SPDX-License-Identifier: Apache-2.0
package io.snowloop.sim;

import java.nio.channels.Pipe;

/** A pipe of a simulated host. It has no faults: there is no network between its ends. */
final class SimPipe extends Pipe {
    private final SimSource source;
    private final SimSink sink;

    SimPipe(SimHost host) {
        PipeBuffer buffer = new PipeBuffer();
        source = new SimSource(host, buffer);
        sink = new SimSink(host, buffer);
    }

    @Override
    public SourceChannel source() {
        return source;
    }

    @Override
    public SinkChannel sink() {
        return sink;
    }
}
