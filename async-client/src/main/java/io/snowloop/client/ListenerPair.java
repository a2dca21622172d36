// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import io.snowloop.http.Request;

/** Two listeners, the second of which is told also if the first one throws. */
record ListenerPair(FetchListener first, FetchListener second) implements FetchListener {
    @Override
    public void finished(FetchTimings timings) {
        try {
            first.finished(timings);
        } finally {
            second.finished(timings);
        }
    }

    @Override
    public void began(Request request) {
        try {
            first.began(request);
        } finally {
            second.began(request);
        }
    }

    @Override
    public void entered(Request request, FetchPhase phase) {
        try {
            first.entered(request, phase);
        } finally {
            second.entered(request, phase);
        }
    }
}
