// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.input;

import io.snowloop.http.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where in a request a value is. */
public enum InputSource {
    /** The query of the target. */
    QUERY("query parameter"),
    /** A form in the body, {@code application/x-www-form-urlencoded}. */
    FORM("field"),
    /** A parameter of the route's path. */
    PATH("path parameter"),
    /** A header field. */
    HEADER("header"),
    /** A cookie. */
    COOKIE("cookie");

    private final String noun;

    InputSource(String noun) {
        this.noun = noun;
    }

    /** What one is called in a message. */
    String noun() {
        return noun;
    }

    /** Whether it may be a secret, which a message does not repeat. */
    boolean isSecret() {
        return this == HEADER || this == COOKIE;
    }

    List<String> values(Request request, String name) {
        return switch (this) {
            case QUERY -> request.query().all(name);
            case FORM -> request.form().all(name);
            case PATH -> one(request.pathParameters().get(name));
            case HEADER -> request.headers().all(name);
            case COOKIE -> one(request.cookie(name));
        };
    }

    private static List<String> one(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }
}
