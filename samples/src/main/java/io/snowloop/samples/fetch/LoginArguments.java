// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.Credentials;
import io.snowloop.future.Future;
import io.snowloop.http.Filter;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The arguments for the credentials that the origins of the URLs get. */
final class LoginArguments {
    @Option(
            names = {"-u", "--user"},
            paramLabel = Login.FORM,
            converter = Login.Converter.class,
            description =
                    "The login at the origins of the URLs. Other users of this machine may see it in the list of processes.")
    private @Nullable Login user;

    @Option(names = "--basic", description = "Send the login with each request (default).")
    private boolean basic;

    @Option(names = "--digest", description = "Prove the login after a challenge, without sending the password.")
    private boolean digest;

    @Option(
            names = "--oauth2-bearer",
            paramLabel = "TOKEN",
            description = "Send this token with each request to the origins of the URLs.")
    private @Nullable String token;

    LoginArguments() {}

    /** A filter for each origin; none without a login. */
    List<Filter> filters(List<String> urls) {
        Function<String, Filter> filter = filter();
        return filter == null
                ? List.of()
                : urls.stream()
                        .map(url -> URI.create(url).resolve("/").toString())
                        .distinct()
                        .map(filter)
                        .toList();
    }

    private @Nullable Function<String, Filter> filter() {
        Login login = user;
        String bearer = token;
        if (login != null && bearer != null) {
            throw new IllegalArgumentException("-u and --oauth2-bearer exclude each other: give one of them");
        }
        if (basic && digest) {
            throw new IllegalArgumentException("--basic and --digest exclude each other: give one of them");
        }
        if (login == null && (basic || digest)) {
            throw new IllegalArgumentException(
                    (digest ? "--digest" : "--basic") + " has no login: add -u " + Login.FORM);
        }
        if (bearer != null) {
            return origin -> Credentials.bearer(origin, () -> Future.completed(bearer));
        }
        if (login == null) {
            return null;
        }
        return digest
                ? origin -> Credentials.digest(origin, login.name(), login.password())
                : origin -> Credentials.basic(origin, login.name(), login.password());
    }
}
