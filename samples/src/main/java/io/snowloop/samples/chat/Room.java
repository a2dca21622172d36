// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.chat;

import io.snowloop.future.Future;

/** What is said in a chat, and who is there: at one server, or at all that share a Redis. All methods belong to the loop's thread. */
interface Room {
    /** Begins. Listeners of all servers are told what is said in the same order. */
    void open(Listener listener);

    /** Tells all listeners. Fails if it may have told none: then it is told again, and listeners know it by its id. */
    Future<?> say(String message);

    /** Someone has come to this server. */
    void came(String name);

    /** Someone has left this server. */
    void left(String name);

    /** A server of the chat. */
    interface Listener {
        void said(String message);

        void came(String name);

        void left(String name);
    }
}
