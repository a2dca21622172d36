// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client.cache.policy;

import io.snowloop.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** For which requests a stored response is: those with the same values of the fields that it names (RFC 9111 §4.1). */
public final class Vary {
    private Vary() {}

    /** Each look-up reads the list, and a server may make it as long as a head. In characters. */
    private static final int LONGEST = 1_024;

    /** Whether the response depends on more than fields, or on too many: then it is for no other request. */
    static boolean isAny(Headers response) {
        return response.hasToken("Vary", "*")
                || response.all("Vary").stream().mapToInt(String::length).sum() > LONGEST;
    }

    /** The fields of a request that its response names: what has to be kept of it. */
    public static Headers selecting(Headers response, Headers request) {
        Headers.Builder selecting = Headers.builder();
        names(response).forEach(name -> request.all(name).forEach(value -> selecting.add(name, value)));
        return selecting.build();
    }

    /** Whether a request has the values that the stored one had. Blanks around members of a list do not count. */
    public static boolean matches(Headers response, Headers stored, Headers request) {
        return !isAny(response)
                && names(response).allMatch(name -> values(stored, name).equals(values(request, name)));
    }

    private static Stream<String> names(Headers response) {
        return response.all("Vary").stream()
                .flatMap(field -> members(field).stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct();
    }

    private static List<String> values(Headers headers, String name) {
        return headers.all(name).stream()
                .flatMap(field -> members(field).stream())
                .toList();
    }

    /** The members of a list (RFC 9110 §5.6.1). */
    static List<String> members(String list) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(member -> !member.isEmpty())
                .toList();
    }
}
