// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void hasMembersOfEachKindInTheirOrder() {
        JsonObject object = new JsonObject()
                .put("text", "a\"b")
                .put("whole", -1)
                .put("number", 1.25)
                .put("small", 1e-7)
                .put("flag", true)
                .put("list", List.of("a", 1, new JsonObject()))
                .put("object", new JsonObject().put("a", 1));

        assertThat(object)
                .hasToString("{\"text\":\"a\\\"b\",\"whole\":-1,\"number\":1.25,\"small\":1.0E-7,\"flag\":true,"
                        + "\"list\":[\"a\",1,{}],\"object\":{\"a\":1}}");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatJsonCannotSayIsRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new JsonObject().put("time", value))
                .withMessageStartingWith("time is " + value);
    }
}
