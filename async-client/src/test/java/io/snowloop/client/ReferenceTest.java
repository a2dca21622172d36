package io.snowloop.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceTest {
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
