// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.micro;

import io.snowloop.benchmarks.measure.ClientHeads;

/** Request heads of real clients. */
public enum RequestHeads {
    WRK(ClientHeads.WRK, "/plaintext"),
    CURL(ClientHeads.CURL, "/plaintext"),
    /** It requests a page. */
    BROWSER(ClientHeads.BROWSER, "/docs/index.html?from=search");

    private final String text;

    RequestHeads(ClientHeads client, String target) {
        this.text = client.get(target);
    }

    /** The head, with the empty line. */
    public String text() {
        return text;
    }
}
