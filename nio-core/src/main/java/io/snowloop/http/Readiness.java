// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

/** Whether a server should be given more requests, for the health checks of load balancers and orchestrators. */
public enum Readiness {
    /** It takes requests. */
    READY,
    /** It is at one of its bounds: it answers what it can, and does better with fewer requests. */
    OVERLOADED,
    /** It is about to end: it takes requests still, or only finishes those that it has, and soon listens no more. */
    DRAINING
}
