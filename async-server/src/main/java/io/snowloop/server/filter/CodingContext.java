// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import io.snowloop.http.RequestContext;

/** The context of a request whose answer may be coded: what the coding keeps in memory, and what the answer keeps, are one number. */
final class CodingContext extends FilterContext {
    private long ofCoding;
    private long ofAnswer;

    CodingContext(RequestContext server) {
        super(server);
    }

    /** The coding keeps so many bytes now. */
    void codingKeeps(long bytes) {
        ofCoding = bytes;
        super.keeps(ofCoding + ofAnswer);
    }

    @Override
    public void keeps(long bytes) {
        ofAnswer = bytes;
        super.keeps(ofCoding + ofAnswer);
    }
}
