// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.snowloop.future.Future;
import io.snowloop.http.Handler;
import io.snowloop.http.Method;
import io.snowloop.http.Request;
import io.snowloop.http.Response;
import io.snowloop.http.Status;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A path pattern")
class PathPatternTest {
    @ParameterizedTest(name = "{0} takes {1} with {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/                    | /                         | {}",
                "/home/               | /home/                    | {}",
                "/users/{id}          | /users/7                  | {id=7}",
                "/users/{id}/posts    | /users/7/posts            | {id=7}",
                "/users/{id}/         | /users/7/                 | {id=7}",
                "/{a}/{b}/{c}         | /x/y/z                    | {a=x, b=y, c=z}",
                "/users/{id:int}      | /users/7                  | {id=7}",
                "/users/{id:int}      | /users/-7                 | {id=-7}",
                "/users/{id:int}      | /users/2147483647         | {id=2147483647}",
                "/users/{id:int}      | /users/-2147483648        | {id=-2147483648}",
                "/users/{id:long}     | /users/2147483648         | {id=2147483648}",
                "/users/{id:long}     | /users/-9223372036854775808 | {id=-9223372036854775808}",
                "/files/{rest:path}   | /files/a/b.txt            | {rest=a/b.txt}",
                "/files/{rest:path}   | /files/a/                 | {rest=a/}",
                "/files/{rest:path}   | /files/a//b               | {rest=a/b}",
                "/files/{rest:path}   | /files//etc/passwd        | {rest=etc/passwd}",
                "/files/{rest:path}   | /files/a/../b/./c/..      | {rest=b/}",
                "/                    | //                        | {}",
                "/a/b                 | /a//b                     | {}",
                "/a/b                 | /./x/../a/%2e/b           | {}",
                "/a/                  | /a/b/..                   | {}",
                "/files/{rest:path}   | /files/                   | {rest=''}",
                "/{rest:path}         | /                         | {rest=''}",
                "/{a}/{rest:path}     | /x/y/z                    | {a=x, rest=y/z}",
                // a plus is a plus; an encoded slash separates nothing, and is decoded where nothing else is separated
                "/users/{name}        | /users/J%C3%BCrgen%20K    | {name=Jürgen K}",
                "/users/{name}        | /users/%7Bname%7D         | {name={name}}",
                "/users/{name}        | /users/a%2Fb              | {name=a/b}",
                "/{a}/{b}             | /a%2fb/%2F                | {a=a/b, b=/}",
                "/files/{rest:path}   | /files/a%2fb/c            | {rest=a%2Fb/c}",
                "/files/{rest:path}   | /files/..%2f..%2Fc        | {rest=..%2F..%2Fc}",
                "/users/{name}        | /users/a+b                | {name=a+b}",
                "/users/{name}        | /users/%7e%7E             | {name=~~}",
                "/files/{rest:path}   | /files/a%20b/c            | {rest=a b/c}",
                "/a b                 | /a%20b                    | {}",
                "/home                | /%68ome                   | {}",
                "/home                | /home?id=1                | {}",
                "/home                | http://example.org/home?x | {}",
                "/users/{id}          | http://example.org/users/7?x | {id=7}",
                "/                    | http://example.org        | {}",
                "/100%                | /100%25                   | {}",
            })
    void takes(String pattern, String target, String parameters) {
        assertThat(parametersOf(pattern, target)).isEqualTo(parameters.replace("''", ""));
    }

    @ParameterizedTest(name = "{0} does not take {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "/home/             | /home",
                "/home              | /home/",
                "/home              | /Home",
                "/home              | /home/x",
                "/home/x            | /home",
                "/a/b               | /a%2Fb",
                "/a/b               | /a/b/..",
                "/users/{id}        | /users/",
                "/users/{id}        | /users",
                "/users/{id}        | /users/7/",
                "/users/{id}/posts  | /users//posts",
                "/users/{id:int}    | /users/x",
                "/users/{id:int}    | /users/7x",
                "/users/{id:int}    | /users/+7",
                "/users/{id:int}    | /users/-",
                "/users/{id:int}    | /users/",
                "/users/{id:int}    | /users/1.0",
                "/users/{id:int}    | /users/2147483648",
                "/users/{id:int}    | /users/-2147483649",
                "/users/{id:int}    | /users/%D9%A7",
                "/users/{id:long}   | /users/9223372036854775808",
                "/users/{id:long}   | /users/99999999999999999999999999",
                "/files/{rest:path} | /files",
                "/a+b               | /a%20b",
                "/home              | *",
            })
    void doesNotTake(String pattern, String target) {
        assertThat(parametersOf(pattern, target)).isEqualTo("none");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "users               | at \"users\": a path begins with a slash: write \"/users\"",
                "http://a.test/users | at \"http://a.test/users\": a route has a path only, such as /users",
                "``                  | at \"\": a path begins with a slash: write \"/\"",
                "/a//b               | at \"//\": a segment is empty: remove one slash",
                "/a/../b             | at \"..\": dot segments are removed from paths before they are compared: remove it",
                "/a/.                | at \".\": dot segments are removed",
                "/search?q={q}       | at \"?q={q}\": the query is no part of a route: remove it",
                "/a%20b              | at \"a%20b\": paths are decoded before they are compared: write the character",
                "/users/:id          | at \":id\": write {name} for one segment, {name:path} for the rest",
                "/users/<id>         | at \"<id>\": write {name} for one segment",
                "/static/*           | at \"*\": write {name} for one segment, {name:path} for the rest, and regex(...)",
                "/users/{id          | at \"{id\": a parameter is a whole segment",
                "/users/id}          | at \"id}\": a parameter is a whole segment",
                "/users/u{id}        | at \"u{id}\": a parameter is a whole segment",
                "/users/{id}.json    | at \"{id}.json\": a parameter is a whole segment",
                "/users/{a}{b}       | at \"{a}{b}\": a parameter is a whole segment",
                "/users/{a:int:long} | at \"{a:int:long}\": there is no type \"int:long\"",
                "/users/{id:float}   | at \"{id:float}\": there is no type \"float\": use int, long, path, or none",
                "/users/{id:}        | at \"{id:}\": there is no type \"\"",
                "/users/{}           | at \"{}\": \"\" is not a name",
                "/users/{1}          | at \"{1}\": \"1\" is not a name",
                "/users/{user-id}    | at \"{user-id}\": \"user-id\" is not a name",
                "/users/{ id }       | at \"{ id }\": \" id \" is not a name",
                "/{rest:path}/x      | at \"{rest:path}\": it takes all that follows: make it the last segment",
                "/{id}/{id:int}      | at \"{id}\": two parameters have this name: rename one",
            })
    void saysWhatIsWrongWhereAndWhatToDo(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Snow().get(pattern, request -> Response.text("")))
                .withMessageContaining("bad pattern \"" + pattern + "\", ")
                .withMessageContaining(message);
    }

    private static String parametersOf(String pattern, String target) {
        Router router = new Router();
        router.add(
                Method.GET,
                pattern,
                request -> Future.completed(Response.text(new TreeMap<>(request.pathParameters()).toString())));
        Handler app = new ErrorHandling(ErrorMapper.standard()).around(router);
        Response response = app.handle(Request.get(target)).resultNow();
        return response.status().equals(Status.NOT_FOUND) ? "none" : response.text();
    }
}
