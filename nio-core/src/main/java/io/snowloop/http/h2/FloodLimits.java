// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.options.Bounds;

/**
 * Bounds on the frames that cost us work and are of no use (RFC 9113 §10.5). Over any of them the connection ends with
 * ENHANCE_YOUR_CALM. Immutable.
 *
 * <p>They are not rates: the codec has no clock. Each is a budget that useful work refills by one, up to the limit: a message
 * that completes, or data. A connection that has a clock may add to them as time passes: {@link Http2Codec#calm}. So a busy
 * connection may live for days, and a flood ends after as many frames as the limit has.
 */
public final class FloodLimits {
    /** Every setting at its default. */
    public static final FloodLimits DEFAULT = builder().build();

    private final int resets;
    private final int pings;
    private final int settings;
    private final int emptyFrames;
    private final int continuations;
    private final int updates;
    private final int queued;

    private FloodLimits(Builder builder) {
        this.resets = builder.resets;
        this.pings = builder.pings;
        this.settings = builder.settings;
        this.emptyFrames = builder.emptyFrames;
        this.continuations = builder.continuations;
        this.updates = builder.updates;
        this.queued = builder.queued;
    }

    /** {@return a builder with every setting at its default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder with these settings} */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** {@return the most streams that are reset} */
    public int resets() {
        return resets;
    }

    /** {@return the most PINGs} */
    public int pings() {
        return pings;
    }

    /** {@return the most SETTINGS} */
    public int settings() {
        return settings;
    }

    /** {@return the most frames of data that have none} */
    public int emptyFrames() {
        return emptyFrames;
    }

    /** {@return the most CONTINUATIONs of one header section} */
    public int continuations() {
        return continuations;
    }

    /** {@return the most WINDOW_UPDATEs and other small frames} */
    public int updates() {
        return updates;
    }

    /** {@return the most frames of the codec that wait for the peer to read} */
    public int queued() {
        return queued;
    }

    /** All settings, for the log. */
    @Override
    public String toString() {
        return "resets " + resets
                + ", pings " + pings
                + ", settings " + settings
                + ", emptyFrames " + emptyFrames
                + ", continuations " + continuations
                + ", updates " + updates
                + ", queued " + queued;
    }

    /** Sets limits. A setter throws {@link IllegalArgumentException} for a value out of bounds. */
    public static final class Builder {
        private int resets = 200;
        private int pings = 100;
        private int settings = 20;
        private int emptyFrames = 100;
        private int continuations = 20;
        private int updates = 1000;
        private int queued = 1000;

        private Builder() {}

        private Builder(FloodLimits limits) {
            this.resets = limits.resets;
            this.pings = limits.pings;
            this.settings = limits.settings;
            this.emptyFrames = limits.emptyFrames;
            this.continuations = limits.continuations;
            this.updates = limits.updates;
            this.queued = limits.queued;
        }

        /**
         * Sets how many streams may be reset: by the peer, which opens streams and cancels them (CVE-2023-44487, rapid reset), or
         * by us, because it breaks rules on them. Each stream that ends with complete messages refills it.
         *
         * @param streams at least 0; default: 200
         * @return this builder
         */
        public Builder resets(int streams) {
            this.resets = Bounds.atLeast("resets", 0, streams);
            return this;
        }

        /**
         * Sets how many PINGs the peer may send (CVE-2019-9512). Each head and each piece of data, of either side, refills it.
         *
         * @param pings at least 0; default: 100
         * @return this builder
         */
        public Builder pings(int pings) {
            this.pings = Bounds.atLeast("pings", 0, pings);
            return this;
        }

        /**
         * Sets how many SETTINGS the peer may send (CVE-2019-9515). Each stream that ends with complete messages refills it.
         *
         * @param frames at least 1; default: 20
         * @return this builder
         */
        public Builder settings(int frames) {
            this.settings = Bounds.atLeast("settings", 1, frames);
            return this;
        }

        /**
         * Sets how many DATA frames may have no data and not end a stream (CVE-2019-9518). Each piece of data of the peer refills
         * it.
         *
         * @param frames at least 0; default: 100
         * @return this builder
         */
        public Builder emptyFrames(int frames) {
            this.emptyFrames = Bounds.atLeast("emptyFrames", 0, frames);
            return this;
        }

        /**
         * Sets how many CONTINUATION frames one header section may have (CVE-2024-24549 and others).
         *
         * @param frames at least 0; default: 20
         * @return this builder
         */
        public Builder continuations(int frames) {
            this.continuations = Bounds.atLeast("continuations", 0, frames);
            return this;
        }

        /**
         * Sets how many WINDOW_UPDATE, PRIORITY, PRIORITY_UPDATE and unknown frames the peer may send (CVE-2019-9511 and 9513), and
         * HEADERS for streams that we have reset. Each head and each piece of data, of either side, refills it by 4: some clients
         * send two for each piece that they get.
         *
         * @param frames at least 0; default: 1000
         * @return this builder
         */
        public Builder updates(int frames) {
            this.updates = Bounds.atLeast("updates", 0, frames);
            return this;
        }

        /**
         * Sets how many frames of the codec itself may wait in {@link Http2Codec#drainTo}: answers to a peer that does not read
         * them (CVE-2019-9512 and others). The caller has to stop draining when its transport is full.
         *
         * @param frames at least 1; default: 1000
         * @return this builder
         */
        public Builder queued(int frames) {
            this.queued = Bounds.atLeast("queued", 1, frames);
            return this;
        }

        /** {@return limits with these settings} */
        public FloodLimits build() {
            return new FloodLimits(this);
        }
    }
}
