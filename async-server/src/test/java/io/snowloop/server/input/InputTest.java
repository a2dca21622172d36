// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.http.Body;
import io.snowloop.http.HttpException;
import io.snowloop.http.QueryParameters;
import io.snowloop.http.Request;
import io.snowloop.server.input.InvalidInputException.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An input")
class InputTest {
    private static final Input<Integer> PAGE = Input.query("page").asInt();

    @Test
    void isReadFromItsSource() {
        Request request = Request.post("/?a=1&a=2", QueryParameters.of("a", "form"))
                .withPathParameters(Map.of("a", "path"))
                .withHeader("a", "header")
                .withHeader("Cookie", "a=cookie");

        assertThat(Input.query("a").read(request)).isEqualTo("1");
        assertThat(Input.query("a").asLong().all().read(request)).containsExactly(1L, 2L);
        assertThat(Input.form("a").read(request)).isEqualTo("form");
        assertThat(Input.path("a").read(request)).isEqualTo("path");
        assertThat(Input.header("A").read(request)).isEqualTo("header");
        assertThat(Input.cookie("a").read(request)).isEqualTo("cookie");
    }

    @ParameterizedTest
    @CsvSource({"0", "-7", "2147483647", "-2147483648"})
    void canBeAnInt(String text) {
        assertThat(PAGE.read(query(text))).isEqualTo(Integer.parseInt(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.0", "2147483648", "+1", "-", "1 ", "٣", "0x1"})
    void refusesWhatIsNoInt(String text) {
        Request request = Request.get("/").withTarget("/?" + QueryParameters.of("page", text));

        assertThatThrownBy(() -> PAGE.read(request))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("query parameter \"page\" must be an int, not \"" + text + "\"");
    }

    @Test
    void canBeOfOtherTypes() {
        Input<LocalDate> day = Input.query("page").as(LocalDate.class, "a date such as 2026-11-29", LocalDate::parse);

        assertThat(Input.query("page").asBoolean().read(query("true"))).isTrue();
        assertThat(Input.query("page").asBoolean().read(query("false"))).isFalse();
        assertThat(Input.query("page").asLong().read(query("9223372036854775807")))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(day.read(query("2026-11-29"))).isEqualTo(LocalDate.of(2026, 11, 29));
        assertThatThrownBy(() -> day.read(query("tomorrow")))
                .hasMessage("query parameter \"page\" must be a date such as 2026-11-29, not \"tomorrow\"");
        assertThatThrownBy(() -> Input.query("page").asBoolean().read(query("TRUE")))
                .hasMessage("query parameter \"page\" must be true or false, not \"TRUE\"");
    }

    @Test
    void canHaveACondition() {
        Input<Integer> small = PAGE.that("from 1 to 100", page -> page >= 1 && page <= 100);

        assertThat(small.read(query("100"))).isEqualTo(100);
        assertThatThrownBy(() -> small.read(query("101")))
                .hasMessage("query parameter \"page\" must be an int from 1 to 100, not \"101\"");
        assertThat(small.orElse(0).read(Request.get("/"))).isZero();
        assertThatThrownBy(() -> small.all().read(Request.get("/?page=1&page=0")))
                .hasMessage("query parameter \"page\" must be an int from 1 to 100, not \"1, 0\"");
        assertThat(PAGE.all().that("twice", pages -> pages.size() == 2).read(Request.get("/?page=1&page=0")))
                .containsExactly(1, 0);
    }

    @Test
    void canBeANumberInARange() {
        Input<Integer> small = Input.query("page").asInt(1, 100);
        Input<Long> large = Input.query("page").asLong(-1, Long.MAX_VALUE);

        assertThat(small.read(query("1"))).isEqualTo(1);
        assertThat(small.read(query("100"))).isEqualTo(100);
        assertThat(large.read(query("-1"))).isEqualTo(-1);
        for (String wrong : List.of("0", "101")) {
            assertThatThrownBy(() -> small.read(query(wrong)))
                    .hasMessage("query parameter \"page\" must be an int from 1 to 100, not \"" + wrong + "\"");
        }
        assertThat(small.orElse(1).least()).isEqualTo(1);
        assertThat(small.that("odd", page -> page % 2 == 1).all().most()).isEqualTo(100);
        assertThat(PAGE.least()).isNull();
        assertThat(PAGE.most()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Input.query("page").asInt(2, 1))
                .withMessage("no number is from 2 to 1: swap the two");
    }

    private enum Color {
        RED,
        BLUE
    }

    @Test
    void canBeAConstantOfAnEnum() {
        Input<Color> color = Input.query("page").asEnum(Color.class);

        assertThat(color.read(query("BLUE"))).isEqualTo(Color.BLUE);
        assertThatThrownBy(() -> color.read(query("blue")))
                .hasMessage("query parameter \"page\" must be one of RED, BLUE, not \"blue\"");
        assertThat(color.optional().values()).containsExactly("RED", "BLUE");
        assertThat(PAGE.values()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?page", "/?page=", "/?other=1"})
    void canBeMissing(String target) {
        Request request = Request.get(target);

        assertThatThrownBy(() -> PAGE.read(request))
                .hasMessage("query parameter \"page\" is missing: an int is expected");
        assertThat(PAGE.orElse(7).read(request)).isEqualTo(7);
        assertThat(PAGE.optional().read(request)).isEmpty();
        assertThat(PAGE.optional().read(query("1"))).isEqualTo(Optional.of(1));
        assertThat(PAGE.all().read(request)).isEmpty();
    }

    @Test
    void thatIsOptionalMayStillBeWrong() {
        assertThatThrownBy(() -> PAGE.orElse(7).read(query("x"))).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> PAGE.optional().read(query("x"))).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void allThatAreWrongAreOneError() {
        Request request = Request.get("/?page=x").withHeader("X-Key", "secret").withHeader("Cookie", "c=secret");
        List<Input<?>> inputs = List.of(
                PAGE,
                Input.query("q"),
                Input.header("X-Key").asInt(),
                Input.cookie("c").asInt(),
                Input.query("r").optional());

        assertThatThrownBy(() -> Input.check(request, inputs))
                .isInstanceOfSatisfying(InvalidInputException.class, error -> {
                    assertThat(error.status().code()).isEqualTo(400);
                    assertThat(error.inputs()).hasSize(4);
                })
                .hasMessage("""
                        query parameter "page" must be an int, not "x"
                        query parameter "q" is missing: a text is expected
                        header "X-Key" must be an int
                        cookie "c" must be an int""");
    }

    @Test
    void ofAFormNeedsAForm() {
        Request json = Request.post("/", Body.of("{}")).withHeader("Content-Type", "application/json");

        assertThatThrownBy(() -> Input.form("a").read(json))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        error -> assertThat(error.status().code()).isEqualTo(415));
    }

    @Test
    void tellsWhatItIs() {
        Input<Integer> small = PAGE.that("above 0", page -> page > 0);

        assertThat(small).hasToString("query parameter \"page\", an int above 0");
        assertThat(small.source()).isEqualTo(InputSource.QUERY);
        assertThat(small.name()).isEqualTo("page");
        assertThat(small.type()).isEqualTo(Integer.class);
        assertThat(small.expected()).isEqualTo("an int above 0");
        assertThat(small.isRequired()).isTrue();
        assertThat(small.orElse(1).isRequired()).isFalse();
        assertThat(small.all().isList()).isTrue();
        assertThat(small.all().isRequired()).isFalse();
        assertThat(small.optional().isList()).isFalse();
    }

    private static Request query(String page) {
        return Request.get("/?page=" + page);
    }

    /** What a log or a queue does to an exception must not break it. */
    @Test
    void anErrorThatWasSerializedHasItsMessageAndNoInputs() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes)
                .writeObject(new InvalidInputException(
                        List.of(new InvalidInput(InputSource.QUERY, "page", "must be an int"))));
        Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(read).isInstanceOfSatisfying(InvalidInputException.class, error -> {
            assertThat(error).hasMessage("query parameter \"page\" must be an int");
            assertThat(error.inputs()).isEmpty();
        });
    }
}
