// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.testing.Seeds;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The path of a request")
class RequestPathTest {
    @ParameterizedTest(name = "{0} is {1}, or {2} where it stays encoded")
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "/                     | /            | /",
                "/admin                | /admin       | /admin",
                "/admin?x=/../y        | /admin       | /admin",
                "/admin/               | /admin/      | /admin/",
                "/.admin/..b/c.        | /.admin/..b/c. | /.admin/..b/c.",
                "http://h/admin?x      | /admin       | /admin",
                "http://h              | /            | /",
                "*                     | *            | *",
                "a%2Db:80              | a-b:80       | a%2Db:80",
                // percent-encoding, of unreserved characters and of others
                "/%61dmin              | /admin       | /%61dmin",
                "/%41%64%6D%69%6e      | /Admin       | /%41%64%6D%69%6e",
                "/a%20b/%C3%BC         | /a b/ü       | /a%20b/%C3%BC",
                "/a+b                  | /a+b         | /a+b",
                "/100%25               | /100%        | /100%25",
                "/%2561dmin            | /%61dmin     | /%2561dmin",
                "/a%3Fb%23             | /a?b#        | /a%3Fb%23",
                "/a%3B;%5C             | /a;;\\       | /a%3B;%5C",
                // an encoded slash separates nothing
                "/a%2fb                | /a%2Fb       | /a%2fb",
                "/%2F/a%2F             | /%2F/a%2F    | /%2F/a%2F",
                "/..%2Fa               | /..%2Fa      | /..%2Fa",
                "/%25%2F%25            | /%%2F%       | /%25%2F%25",
                "/%252%2F              | /%2%2F       | /%252%2F",
                "/%25252F              | /%252F       | /%25252F",
                // empty segments
                "//                    | /            | /",
                "//admin               | /admin       | /admin",
                "/a///b//              | /a/b/        | /a/b/",
                "http://h//admin       | /admin       | /admin",
                // dot segments: RFC 3986 §5.2.4, its example first
                "/a/b/c/./../../g      | /a/g         | /a/g",
                "/.                    | /            | /",
                "/..                   | /            | /",
                "/../../admin          | /admin       | /admin",
                "/a/.                  | /a/          | /a/",
                "/a/..                 | /            | /",
                "/a/b/..               | /a/          | /a/",
                "/a/../admin           | /admin       | /admin",
                "/a/./admin            | /a/admin     | /a/admin",
                "/a/%2e%2E/admin       | /admin       | /admin",
                "/a/.%2e/%2e/%61dmin   | /admin       | /%61dmin",
                "/...                  | /...         | /...",
                "/..;/admin            | /..;/admin   | /..;/admin",
                "/a//../admin          | /admin       | /admin",
            })
    void hasOneForm(String target, String path, String encoded) {
        Request request = Request.get(target);

        assertThat(request.path()).isEqualTo(path);
        assertThat(request.encodedPath()).isEqualTo(encoded);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/%      | a percent sign in the path is not followed by two hexadecimal digits",
                "/a%2    | a percent sign in the path is not followed by two hexadecimal digits",
                "/a/%zz  | a percent sign in the path is not followed by two hexadecimal digits",
                "/%-1    | a percent sign in the path is not followed by two hexadecimal digits",
                "/%2%2F  | a percent sign in the path is not followed by two hexadecimal digits",
                "/%FF    | the path is not in UTF-8",
                "/%C0%AF | the path is not in UTF-8",
                "/%C3    | the path is not in UTF-8",
                "/%C3%2F%BC | the path is not in UTF-8",
                "/a%252Fb | the path has a slash that is encoded twice",
                "/a%252fb | the path has a slash that is encoded twice",
                "/%25%32%46 | the path has a slash that is encoded twice",
                "/a%00   | the path has an encoded control character",
                "/a%0D%0Ab | the path has an encoded control character",
                "/%7f    | the path has an encoded control character",
                "/%C2%85 | the path has an encoded control character",
                "/%zz/../a | a percent sign in the path is not followed by two hexadecimal digits",
            })
    void isABadRequestIfItHasNone(String target, String message) {
        Request request = Request.get(target);

        assertThat(request.rawPath()).isEqualTo(target);
        for (ThrowingCallable form : List.<ThrowingCallable>of(request::path, request::encodedPath)) {
            assertThatThrownBy(form)
                    .isInstanceOfSatisfying(
                            HttpException.class, bad -> assertThat(bad.status()).isEqualTo(Status.BAD_REQUEST))
                    .hasMessage(message);
        }
    }

    @Test
    void isNotCopiedIfItIsInItsForm() {
        String path = "/users/7/a.b-c/";

        assertThat(RequestPath.decoded(path)).isSameAs(path);
        assertThat(RequestPath.encoded(path)).isSameAs(path);
    }

    /** A path in its form is that of its encoded form, and has nothing that a reader could take for a step up. */
    @Seeds(500)
    void isTheSameAfterASecondTime(long seed) {
        Request request = Request.get(randomPath(new Random(seed)));

        String path = request.path();
        Request again = Request.get(request.encodedPath());

        assertThat(again.path()).as(request.target()).isEqualTo(path);
        assertThat(again.encodedPath()).isEqualTo(request.encodedPath());
        assertThat(path).startsWith("/").doesNotContain("//");
        assertThat(path.split("/", -1)).doesNotContain(".", "..");
    }

    private static String randomPath(Random random) {
        String[] parts = {"/", "/", "/", ".", "..", "%2e", "%2F", "%25", "a", "%61", "b", "%C3%BC", ";"};
        StringBuilder path = new StringBuilder("/");
        for (int i = random.nextInt(12); i > 0; i--) {
            path.append(parts[random.nextInt(parts.length)]);
        }
        return path.toString();
    }
}
