package io.snowloop.sim;

import java.nio.channels.Channel;

/** What a {@link SimSelector} needs of a channel. */
interface SimChannel extends Channel {
    /** The host it belongs to. */
    SimHost host();

    /** Which of the operations of {@code interest} it is ready for. */
    int readyOps(int interest);

    /** A selector has let go of it: if it was closed meanwhile, its socket can be closed now. */
    void deregistered();
}
