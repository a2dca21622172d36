// SPDX-License-Identifier: Apache-2.0
package io.snowloop.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Http2WorkTest {
    @Test
    void eachBodyIsMeasuredWithFourLoadsWithoutTlsAndWithIt() {
        assertThat(Http2Work.all())
                .extracting(Http2Work::title)
                .hasSize(16)
                .startsWith("h2-plaintext-1x1", "h2-plaintext-1x32", "h2-plaintext-64x1", "h2-plaintext-64x32")
                .endsWith("h2s-bytes-64x32");
    }

    @Test
    void aNameIsOfOneWorkOrOfThoseWithOneBody() {
        assertThat(Http2Work.named("h2s-bytes-64x32")).containsExactly(new Http2Work(Work.BYTES, true, 64, 32));
        assertThat(Http2Work.named("h2-plaintext")).hasSize(4).containsAll(Http2Work.named("h2-plaintext-1x32"));
        assertThatThrownBy(() -> Http2Work.named("h2-plaintext-2x2"))
                .hasMessageStartingWith("there is no work 'h2-plaintext-2x2'; there are h2-plaintext, h2-bytes");
    }

    @Test
    void theAddressHasTheSchemeAndThePathOfTheBody() {
        Http2Work work = new Http2Work(Work.BYTES, true, 64, 32);
        assertThat(work.url(1)).isEqualTo("https://127.0.0.1:1/bytes/65536");
        assertThat(work.inFlight()).isEqualTo(2_048);
    }
}
