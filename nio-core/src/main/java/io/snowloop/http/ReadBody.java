// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

/** A body that is read through another one of the same length. */
abstract class ReadBody implements BodyStream {
    final BodyStream body;

    ReadBody(BodyStream body) {
        this.body = body;
    }

    @Override
    public BodyStream stream() {
        body.stream(); // throws if it is used up
        return this;
    }

    @Override
    public long length() {
        return body.length();
    }

    @Override
    public void cancel() {
        body.cancel();
    }

    @Override
    public Headers trailers() {
        return body.trailers();
    }
}
