// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.it;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Builds the image of {@link PeerContainer} before the tests of a class. On a new machine this takes minutes; an extension
 * has no time limit, a test has.
 */
final class PeerImage implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        PeerContainer.IMAGE.get();
    }
}
