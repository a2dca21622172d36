// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceTest {
    /** What browsers and curl make of a Location that is no URI. Each character of the text is a byte of the field. */
    @ParameterizedTest
    @CsvSource({
        "/a b,                 http://h/a%20b#f",
        "/caf\u00c3\u00a9,   http://h/caf%C3%A9#f",
        "/caf\u00e9,          http://h/caf%E9#f",
        "'/a?x=\"y\"',       http://h/a?x=%22y%22#f",
        "/100%,                http://h/100%25#f",
        "/%zz%4,               http://h/%25zz%254#f",
        "/%41%c3%a9,           http://h/%41%c3%a9#f",
        "/<{`^\\}>,          http://h/%3C%7B%60%5E%5C%7D%3E#f",
        "'/a\tb',             http://h/a%09b#f",
        "b|[c],                http://h/dir/b%7C[c]#f",
        "/new#own e,           http://h/new#own%20e",
        "/new#,                http://h/new#",
        "?q,                   http://h/dir/a?q#f",
        "'',                   http://h/dir/a#f",
        "//\u00e9/\u00e9,    http://\u00e9/%E9#f"
    })
    void aLocationIsEncodedAndInheritsTheFragment(String location, String expected) {
        assertThat(Reference.redirect(location, "http://h/dir/a#f")).isEqualTo(expected);
    }

    /** The examples of RFC 3986 §5.4.1 and §5.4.2. */
    @ParameterizedTest
    @CsvSource({
        "g:h,           g:h",
        "g,             http://a/b/c/g",
        "./g,           http://a/b/c/g",
        "g/,            http://a/b/c/g/",
        "/g,            http://a/g",
        "//g,           http://g",
        "?y,            http://a/b/c/d;p?y",
        "g?y,           http://a/b/c/g?y",
        "#s,            http://a/b/c/d;p?q#s",
        "g#s,           http://a/b/c/g#s",
        "g?y#s,         http://a/b/c/g?y#s",
        ";x,            http://a/b/c/;x",
        "g;x,           http://a/b/c/g;x",
        "g;x?y#s,       http://a/b/c/g;x?y#s",
        "'',            http://a/b/c/d;p?q",
        ".,             http://a/b/c/",
        "./,            http://a/b/c/",
        "..,            http://a/b/",
        "../,           http://a/b/",
        "../g,          http://a/b/g",
        "../..,         http://a/",
        "../../,        http://a/",
        "../../g,       http://a/g",
        "../../../g,    http://a/g",
        "../../../../g, http://a/g",
        "/./g,          http://a/g",
        "/../g,         http://a/g",
        "g.,            http://a/b/c/g.",
        ".g,            http://a/b/c/.g",
        "g..,           http://a/b/c/g..",
        "..g,           http://a/b/c/..g",
        "./../g,        http://a/b/g",
        "./g/.,         http://a/b/c/g/",
        "g/./h,         http://a/b/c/g/h",
        "g/../h,        http://a/b/c/h",
        "g;x=1/./y,     http://a/b/c/g;x=1/y",
        "g;x=1/../y,    http://a/b/c/y",
        "g?y/./x,       http://a/b/c/g?y/./x",
        "g?y/../x,      http://a/b/c/g?y/../x",
        "g#s/./x,       http://a/b/c/g#s/./x",
        "g#s/../x,      http://a/b/c/g#s/../x",
        "http:g,        http:g"
    })
    void resolvesAsTheStandardDoes(String reference, String expected) {
        assertThat(Reference.parse(reference).resolve("http://a/b/c/d;p?q")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a,       b,      http://a/b",
        "http://a,       ?b,     http://a?b",
        "http://a?q,     b,      http://a/b",
        "http://a#f,     /b,     http://a/b",
        "http://a/b?c=/, d,      http://a/d",
        "http://a/b//c,  ../d,   http://a/b/d",
        "http://a:80/b,  //c:81, http://c:81",
    })
    void resolvesAgainstABaseOfAnyShape(String base, String reference, String expected) {
        assertThat(Reference.parse(reference).resolve(base)).isEqualTo(expected);
    }

    @Test
    void takesAnyTextForAReference() {
        assertThat(Reference.parse("a b\nc#\u2028d").resolve("http://a/")).isEqualTo("http://a/a b\nc#\u2028d");
    }
}
