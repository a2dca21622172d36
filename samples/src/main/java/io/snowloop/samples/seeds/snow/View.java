// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

/** A function from a request to an answer. It is called on the loop's thread. */
@FunctionalInterface
public interface View {
    /**
     * Answers a request.
     *
     * @throws Exception any; the client gets a 500, and the server goes on
     */
    Answer view(HttpRequest request) throws Exception;
}
