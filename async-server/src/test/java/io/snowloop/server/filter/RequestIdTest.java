// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.filter;

import static io.snowloop.server.filter.AccessLog.accessLog;
import static io.snowloop.server.filter.RequestId.requestId;
import static io.snowloop.server.filter.RequestId.requestIdOfProxy;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.Filter;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.server.LogCapture;
import io.snowloop.server.Snow;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The id of a request")
class RequestIdTest {
    private static Response answer(Filter filter, Request request) {
        return new Snow()
                .filter(filter)
                .get("/{name}", any -> Response.text(String.valueOf(RequestId.of(any))))
                .handle(request)
                .resultNow();
    }

    private static Request with(String id) {
        return Request.get("/a").withHeader("X-Request-Id", id);
    }

    @Test
    void isMadeAndIsInTheRequestAndInTheResponse() {
        Response response = answer(requestId(), Request.get("/a"));

        assertThat(response.text()).matches("[0-9a-f]{16}").isEqualTo(response.header("X-Request-Id"));
        assertThat(answer(requestId(), Request.get("/a")).text()).isNotEqualTo(response.text());
    }

    @Test
    void isTakenFromAProxyOnly() {
        assertThat(answer(requestIdOfProxy(), with("abc-1.2_3=")).text()).isEqualTo("abc-1.2_3=");
        assertThat(answer(requestIdOfProxy(), with("abc-1.2_3=")).header("X-Request-Id"))
                .isEqualTo("abc-1.2_3=");
        assertThat(answer(requestId(), with("abc")).text()).isNotEqualTo("abc");
        assertThat(answer(requestIdOfProxy(), Request.get("/a")).text()).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a\"b",
                "<a>",
                "\u00e9",
                "12345678901234567890123456789012345678901234567890123456789012345"
            })
    void isNotTakenIfItCouldHarmALog(String id) {
        assertThat(answer(requestIdOfProxy(), with(id)).text()).matches("[0-9a-f]{16}");
    }

    @Test
    void isInTheAccessLogAndOfAnErrorToo() {
        try (LogCapture log = new LogCapture(AccessLog.class)) {
            Response response = new Snow()
                    .filter(requestId())
                    .filter(accessLog())
                    .handle(Request.get("/nowhere"))
                    .resultNow();

            assertThat(log.records().get(0).getMessage()).endsWith(" ms " + response.header("X-Request-Id"));
            assertThat(response.status().code()).isEqualTo(404);
        }
        assertThat(RequestId.of(Request.get("/"))).as("without the filter").isNull();
    }
}
