// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlabMemoryTest {
    private static SlabMemory slab(int sockets, int dentries, int ofOthers) {
        return SlabMemory.of(List.of(
                "slabinfo - version: 2.1",
                "# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables",
                "TCP                  " + sockets + "    130   2432   13    8 : tunables    0    0    0",
                "dentry            " + dentries + "  98000    192   21    1 : tunables    0    0    0",
                "kmalloc-64        " + ofOthers + "  98000     64   64    1 : tunables    0    0    0"));
    }

    @Test
    void countsTheObjectsOfWhichThereAreAsManyMoreAsSockets() {
        assertThat(slab(1_100, 5_003, 2_300).bytesOfEach(1_000, slab(100, 4_003, 2_000)))
                .isEqualTo(2_432 + 192);
    }

    @Test
    void aKindThatWasNotThereBeforeCounts() {
        SlabMemory none = SlabMemory.of(List.of("slabinfo - version: 2.1", "# name"));
        assertThat(slab(1_000, 0, 0).bytesOfEach(1_000, none)).isEqualTo(2_432);
    }
}
