// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.input;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.Request;
import io.snowloop.http.syntax.PlainValue;
import io.snowloop.http.syntax.Printable;
import io.snowloop.server.input.InvalidInputException.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A value that a request has in its query, form, path, header or cookies: its name, its type, and what it must be. Immutable; keep it in a
 * constant.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/InputPageTest.java#inputs -->
 * <pre>{@code
 * static final Input<Integer> PAGE = Input.query("page")
 *         .asInt()
 *         .that("from 1 to 100", page -> page >= 1 && page <= 100)
 *         .orElse(1);
 * static final Input<String> TITLE =
 *         Input.form("title").that("of at most 80 characters", title -> title.length() <= 80);
 * static final Input<LocalDate> DAY =
 *         Input.form("day").as(LocalDate.class, "a date such as 2026-11-29", LocalDate::parse);
 * }</pre>
 *
 * <p>An empty value counts as missing: it is what a browser sends for a field that its user has left empty.
 *
 * @param <T> the type of the value
 */
public final class Input<T> {
    private final InputSource source;
    private final String name;
    private final Class<?> type;
    private final String expected;

    /** Whether it may be missing, and come more than once. */
    private final Occurrence occurrence;

    /** Reads the values that are there. What it throws means that they are wrong. */
    private final Function<List<String>, ? extends T> reader;

    private final InputValues known;

    private Input(
            InputSource source,
            String name,
            Class<?> type,
            String expected,
            Occurrence occurrence,
            Function<List<String>, ? extends T> reader,
            InputValues known) {
        this.source = source;
        this.name = name;
        this.type = type;
        this.expected = expected;
        this.occurrence = occurrence;
        this.reader = reader;
        this.known = known;
    }

    private enum Occurrence {
        ONCE,
        AT_MOST_ONCE,
        OFTEN
    }

    /**
     * {@return a text that a request must have}
     * @param source where it is
     * @param name of the parameter, field or cookie
     */
    public static Input<String> of(InputSource source, String name) {
        requireNonNull(source, "source");
        requireNonNull(name, "name");
        return new Input<>(
                source, name, String.class, "a text", Occurrence.ONCE, values -> values.get(0), InputValues.UNKNOWN);
    }

    /**
     * {@return a parameter of the query}
     * @param name decoded; case counts
     */
    public static Input<String> query(String name) {
        return of(InputSource.QUERY, name);
    }

    /**
     * {@return a field of a form}
     * @param name decoded; case counts
     */
    public static Input<String> form(String name) {
        return of(InputSource.FORM, name);
    }

    /**
     * {@return a parameter of the path}
     * @param name as in the pattern of the route, without its type
     */
    public static Input<String> path(String name) {
        return of(InputSource.PATH, name);
    }

    /**
     * {@return a header field} Its value is not repeated in messages.
     * @param name in any case
     */
    public static Input<String> header(String name) {
        return of(InputSource.HEADER, name);
    }

    /**
     * {@return a cookie} Its value is not repeated in messages.
     * @param name case counts
     */
    public static Input<String> cookie(String name) {
        return of(InputSource.COOKIE, name);
    }

    /** {@return this value as an int} */
    public Input<Integer> asInt() {
        return as(Integer.class, "an int", PlainValue::intOf);
    }

    /** {@return this value as a long} */
    public Input<Long> asLong() {
        return as(Long.class, "a long", PlainValue::longOf);
    }

    /**
     * {@return this value as an int in a range}
     * @param least included
     * @param most included
     * @throws IllegalArgumentException if the range is empty
     */
    public Input<Integer> asInt(int least, int most) {
        return asInt().within(InputValues.range(least, most));
    }

    /**
     * {@return this value as a long in a range}
     * @param least included
     * @param most included
     * @throws IllegalArgumentException if the range is empty
     */
    public Input<Long> asLong(long least, long most) {
        return asLong().within(InputValues.range(least, most));
    }

    private Input<T> within(InputValues range) {
        return that(range.condition(), range::contains).knowing(range);
    }

    /**
     * {@return this value as one of the constants of an enum, by its name} Case counts.
     * @param <E> the enum
     * @param type of the value
     */
    public <E extends Enum<E>> Input<E> asEnum(Class<E> type) {
        InputValues names = InputValues.of(requireNonNull(type, "type"));
        return as(type, names.condition(), text -> Enum.valueOf(type, text)).knowing(names);
    }

    private Input<T> knowing(InputValues more) {
        return new Input<>(source, name, type, expected, occurrence, reader, more);
    }

    /** {@return this value as {@code true} or {@code false}} */
    public Input<Boolean> asBoolean() {
        return as(Boolean.class, "true or false", PlainValue::booleanOf);
    }

    /**
     * {@return this value as another type} Call it before the methods below, which belong to the type.
     * @param <U> the other type
     * @param type of the value
     * @param expected what the text must be, for messages: {@code a date such as 2026-11-29}
     * @param parser of the text; what it throws means that the text is wrong
     */
    public <U> Input<U> as(Class<U> type, String expected, Function<String, ? extends U> parser) {
        requireNonNull(parser, "parser");
        return new Input<>(
                source,
                name,
                requireNonNull(type, "type"),
                requireNonNull(expected, "expected"),
                Occurrence.ONCE,
                values -> parser.apply(values.get(0)),
                InputValues.UNKNOWN);
    }

    /**
     * {@return this value, with a condition}
     * @param condition for messages, behind what is expected so far: {@code from 1 to 100}, {@code of at most 80 characters}
     * @param test whether a value is right
     */
    public Input<T> that(String condition, Predicate<? super T> test) {
        requireNonNull(test, "test");
        String more = expected + " " + requireNonNull(condition, "condition");
        Function<List<String>, T> tested = values -> {
            T value = reader.apply(values);
            if (!test.test(value)) {
                throw new IllegalArgumentException(more);
            }
            return value;
        };
        return new Input<>(source, name, type, more, occurrence, tested, known);
    }

    /**
     * {@return this value, or another one if it is missing}
     * @param otherwise not checked
     */
    public Input<T> orElse(T otherwise) {
        requireNonNull(otherwise, "otherwise");
        return with(Occurrence.AT_MOST_ONCE, values -> values.isEmpty() ? otherwise : reader.apply(values));
    }

    /** {@return this value, which may be missing} */
    public Input<Optional<T>> optional() {
        return with(
                Occurrence.AT_MOST_ONCE,
                values -> values.isEmpty() ? Optional.empty() : Optional.of(reader.apply(values)));
    }

    /** {@return all values of this name, in order; an empty list if there is none} */
    public Input<List<T>> all() {
        return with(
                Occurrence.OFTEN,
                values -> values.stream()
                        .<T>map(value -> reader.apply(List.of(value)))
                        .toList());
    }

    private <U> Input<U> with(Occurrence other, Function<List<String>, ? extends U> otherReader) {
        return new Input<>(source, name, type, expected, other, otherReader, known);
    }

    /** {@return where it is} */
    public InputSource source() {
        return source;
    }

    /** {@return the name of the parameter, field or cookie} */
    public String name() {
        return name;
    }

    /** {@return the type of one value} */
    public Class<?> type() {
        return type;
    }

    /** {@return what a value must be, for people: {@code an int from 1 to 100}} */
    public String expected() {
        return expected;
    }

    /** {@return the lowest value; null if it has no range: see {@link #asInt(int, int)}} */
    public @Nullable Long least() {
        return known.least();
    }

    /** {@return the highest value; null if it has no range} */
    public @Nullable Long most() {
        return known.most();
    }

    /** {@return the texts that are right; none if these are not all known: see {@link #asEnum}} */
    public List<String> values() {
        return known.texts();
    }

    /** {@return whether a request without it is wrong} */
    public boolean isRequired() {
        return occurrence == Occurrence.ONCE;
    }

    /** {@return whether it may come more than once: see {@link #all}} */
    public boolean isList() {
        return occurrence == Occurrence.OFTEN;
    }

    /**
     * {@return the value of a request}
     * @param request for a form, with its body in memory
     * @throws InvalidInputException 400, if it is missing or wrong
     */
    public T read(Request request) {
        List<InvalidInput> invalid = new ArrayList<>();
        T value = read(requireNonNull(request, "request"), invalid);
        if (value == null) {
            throw new InvalidInputException(invalid);
        }
        return value;
    }

    /**
     * Looks at several values of a request. Afterwards {@link #read} of each has a value.
     * @param request for a form, with its body in memory
     * @param inputs in the order in which they are told
     * @throws InvalidInputException 400, with all that are missing or wrong
     */
    public static void check(Request request, List<Input<?>> inputs) {
        requireNonNull(request, "request");
        List<InvalidInput> invalid = new ArrayList<>();
        for (Input<?> input : requireNonNull(inputs, "inputs")) {
            input.read(request, invalid);
        }
        if (!invalid.isEmpty()) {
            throw new InvalidInputException(invalid);
        }
    }

    /** The value; null if there is something wrong, which is added to {@code invalid} then. */
    private @Nullable T read(Request request, List<InvalidInput> invalid) {
        List<String> values = source.values(request, name).stream()
                .filter(value -> !value.isEmpty())
                .toList();
        if (values.isEmpty() && isRequired()) {
            invalid.add(new InvalidInput(source, name, "is missing: " + expected + " is expected"));
            return null;
        }
        try {
            return requireNonNull(reader.apply(values));
        } catch (RuntimeException wrong) { // parsers throw many types: of time, of numbers, of their own
            String found = source.isSecret() ? "" : ", not " + Printable.quote(String.join(", ", values));
            invalid.add(new InvalidInput(source, name, "must be " + expected + found));
            return null;
        }
    }

    /** {@code query parameter "page", an int}. */
    @Override
    public String toString() {
        return source.noun() + " \"" + name + "\", " + expected;
    }
}
