// SPDX-License-Identifier: Apache-2.0
package io.snowloop.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.future.Owned;
import io.snowloop.http.Method;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void aRequestIsNamedByItsMethodAndItsPath() {
        assertThat(Names.of(Method.GET, "/report")).isEqualTo("handler GET /report");
        assertThat(Names.of(Method.GET, "/report?secret=1")).isEqualTo("handler GET /report");
        assertThat(Names.of(Method.GET, "?secret=1")).isEqualTo("handler GET ");
    }

    @Test
    void aClassIsNamedWithoutItsPackageAndALambdaByTheClassAroundIt() {
        Runnable lambda = () -> {};
        assertThat(Names.of(NamesTest.class, null)).isEqualTo("NamesTest");
        assertThat(Names.of(Map.Entry.class, null)).isEqualTo("Map$Entry");
        assertThat(Names.of(lambda.getClass(), null)).isEqualTo("a lambda of NamesTest");
        assertThat(Names.of("retry", null)).isEqualTo("retry");
        assertThat(Names.of(null, null)).isEmpty();
    }

    /** A wrapper, as a timer of a deadline of a connection is. */
    private static Owned wrapper(Object inner) {
        return () -> inner;
    }

    @Test
    void aWrapperIsNamedByWhatItWorksForUpToEightLevels() {
        Object wrapped = "the connection";
        for (int i = 0; i < 8; i++) {
            wrapped = wrapper(wrapped);
        }
        assertThat(Names.source(wrapped)).isEqualTo("the connection");
        assertThat(Names.source(wrapper(wrapped))).isInstanceOf(Owned.class);
    }

    @Test
    void aWrapperOfItselfEndsToo() {
        Owned[] itself = new Owned[1];
        itself[0] = () -> itself[0];
        assertThat(Names.source(itself[0])).isSameAs(itself[0]);
    }
}
