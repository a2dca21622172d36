// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import io.snowloop.http.syntax.Grammar;
import io.snowloop.http.syntax.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header (or trailer) fields of a message: an immutable list of names and values. Names are compared without regard to
 * case, and a name may occur more than once (RFC 9110 §5).
 *
 * <p>It is not a {@code Map}, because order and repetition have a meaning. A message has about ten fields, and a search
 * through one small array is faster than hashing, and costs one object.
 *
 * <p>Every name is a token, and no value has a line end or another control character: all factories and builders check
 * that. So a value that a handler sets cannot end its header field and begin another one.
 */
public final class Headers {
    /** What a field takes in memory beyond its name and its value, in bytes: two strings and their arrays. Measured with JDK 25. */
    public static final int MEMORY_OF_FIELD = 96;

    private static final Headers EMPTY = new Headers(new String[0], 0, 0);

    /**
     * Name, value, name, value, ... up to {@link #length}. These elements never change. A builder may share the array, and
     * writes behind them.
     */
    private final String[] pairs;

    private final int length;

    /** The {@link FieldPairs#mark}s of all names: most searches are for a field that is not there, and end here. */
    private final long marks;

    private Headers(String[] pairs, int length, long marks) {
        this.pairs = pairs;
        this.length = length;
        this.marks = marks;
    }

    /** {@return no fields} */
    public static Headers empty() {
        return EMPTY;
    }

    /**
     * {@return headers of alternating names and values: {@code Headers.of("Host", "example.org", "Accept", "*}{@code /*")}}
     * @param namesAndValues as many names as values; a name may come again
     * @throws IllegalArgumentException if a name has no value, or a name or value has a character that is not allowed in it
     */
    public static Headers of(String... namesAndValues) {
        requireNonNull(namesAndValues, "namesAndValues");
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "the last name, " + namesAndValues[namesAndValues.length - 1] + ", has no value");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /** {@return a builder without fields} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the number of fields; a name that occurs twice counts twice} */
    public int size() {
        return length / 2;
    }

    /** {@return whether there are no fields} */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * {@return the name of a field, spelled as it was sent}
     * @param index from 0 to {@link #size} - 1
     */
    public String name(int index) {
        return pairs[2 * checked(index)];
    }

    /**
     * {@return the value of a field}
     * @param index from 0 to {@link #size} - 1
     */
    public String value(int index) {
        return pairs[2 * checked(index) + 1];
    }

    private int checked(int index) {
        return Objects.checkIndex(index, length / 2);
    }

    /**
     * {@return the first value of this name; null if there is none}
     * @param name in any case
     */
    public @Nullable String get(String name) {
        int at = indexOf(name, 0);
        return at < 0 ? null : pairs[at + 1];
    }

    /**
     * {@return all values of this name, in order; an empty list if there is none}
     * @param name in any case
     */
    public List<String> all(String name) {
        int at = indexOf(name, 0);
        if (at < 0) {
            return List.of();
        }
        List<String> values = new ArrayList<>(2);
        for (; at >= 0; at = indexOf(name, at + 2)) {
            values.add(pairs[at + 1]);
        }
        return values;
    }

    /**
     * {@return the number of fields with this name}
     * @param name in any case
     */
    public int count(String name) {
        int count = 0;
        for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at + 2)) {
            count++;
        }
        return count;
    }

    /**
     * {@return whether there is a field with this name}
     * @param name in any case
     */
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    /**
     * {@return whether a field that is a list, such as {@code Connection}, has this token in one of its values}
     * @param name in any case
     * @param token in any case
     */
    public boolean hasToken(String name, String token) {
        requireNonNull(token, "token");
        for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at + 2)) {
            if (Grammar.hasMember(pairs[at + 1], token)) {
                return true;
            }
        }
        return false;
    }

    private int indexOf(String name, int from) {
        if ((marks & FieldPairs.mark(requireNonNull(name, "name"))) == 0) {
            return -1;
        }
        return FieldPairs.indexOf(name, pairs, from, length);
    }

    /** {@return how many bytes of memory the fields take, roughly: names, values, and the objects that they are in} */
    public int memory() {
        int memory = size() * MEMORY_OF_FIELD;
        for (int i = 0; i < length; i++) {
            memory += pairs[i].length();
        }
        return memory;
    }

    /**
     * Goes through all fields, in order.
     * @param action gets each name and value
     */
    public void forEach(BiConsumer<String, String> action) {
        requireNonNull(action, "action");
        for (int i = 0; i < length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** {@return the names, each once, in alphabetical order} Its {@code contains} ignores case. */
    public Set<String> names() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < length; i += 2) {
            names.add(pairs[i]);
        }
        return names;
    }

    /**
     * {@return these headers with this field, at the end, in place of all fields with this name}
     * @param name a token
     * @param value without control characters, nor any above U+00FF
     */
    public Headers with(String name, String value) {
        return builder()
                .addAll(this, requireNonNull(name, "name"))
                .add(name, value)
                .build();
    }

    /**
     * {@return these headers with this field added at the end}
     * @param name a token
     * @param value without control characters, nor any above U+00FF
     */
    public Headers plus(String name, String value) {
        return builder().addAll(this).add(name, value).build();
    }

    /**
     * {@return these headers without the fields with this name}
     * @param name in any case; there need not be such a field
     */
    public Headers without(String name) {
        return contains(name) ? builder().addAll(this, name).build() : this;
    }

    /** Two headers are equal if they have the same fields in the same order. The case of names is ignored. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Headers headers
                && headers.length == length
                && FieldPairs.equal(pairs, headers.pairs, length);
    }

    @Override
    public int hashCode() {
        return FieldPairs.hash(pairs, length);
    }

    /** For logs: {@code {Host: example.org, Cookie: ...}}. The values of credentials and cookies are left out. */
    @Override
    public String toString() {
        return FieldPairs.text(pairs, length);
    }

    /** A list of fields to which fields can be added. */
    public static final class Builder {
        /** The first capacity. It doubles when it is used up. */
        private static final int FEW_FIELDS = 2;

        private String[] pairs = EMPTY.pairs;
        private int length;
        private long marks;

        private Builder() {}

        /**
         * Adds a field. Blanks around the value are not part of it, and are removed (RFC 9110 §5.5).
         * @param name a token
         * @param value may be empty
         * @return this builder
         * @throws IllegalArgumentException if the name is not a token, or the value has a control character or one above
         *     U+00FF
         */
        public Builder add(String name, String value) {
            requireNonNull(name, "name");
            requireNonNull(value, "value");
            if (!Grammar.isToken(name)) {
                throw new IllegalArgumentException("header name " + Printable.quote(name) + " is not a token");
            }
            return append(name, FieldValues.of(name, value));
        }

        /**
         * Adds a field from Latin-1 bytes. They are checked as in {@link #add(String, String)}, many times faster than after
         * making Strings of them. A usual name becomes a shared String.
         *
         * @param bytes not kept
         * @param nameFrom the index of the first byte of the name
         * @param nameTo the index behind its last byte
         * @param valueFrom the index of the first byte of the value
         * @param valueTo the index behind its last byte
         * @return this builder
         * @throws IllegalArgumentException as {@link #add(String, String)}
         */
        public Builder add(byte[] bytes, int nameFrom, int nameTo, int valueFrom, int valueTo) {
            String name = FieldNames.of(requireNonNull(bytes, "bytes"), nameFrom, nameTo);
            return append(name, FieldValues.of(name, bytes, valueFrom, valueTo));
        }

        /** Adds all fields of {@code headers}, except those with this name. */
        private Builder addAll(Headers headers, @Nullable String except) {
            for (int i = 0; i < headers.length; i += 2) {
                if (except == null || !FieldPairs.sameName(headers.pairs[i], except)) {
                    append(headers.pairs[i], headers.pairs[i + 1]);
                }
            }
            return this;
        }

        /**
         * Adds all fields of other headers, also those whose names are there already.
         * @param headers not changed
         * @return this builder
         */
        public Builder addAll(Headers headers) {
            return addAll(requireNonNull(headers, "headers"), null);
        }

        private Builder append(String name, String value) {
            if (length == pairs.length) {
                pairs = Arrays.copyOf(pairs, Math.max(2 * FEW_FIELDS, 2 * length));
            }
            pairs[length++] = name;
            pairs[length++] = value;
            marks |= FieldPairs.mark(name);
            return this;
        }

        /** {@return the number of fields so far} */
        public int size() {
            return length / 2;
        }

        /** {@return the fields added so far, as headers} The builder stays as it is, and more fields may be added. */
        public Headers build() {
            return length == 0 ? EMPTY : new Headers(pairs, length, marks);
        }

        /**
         * Removes all fields. Headers that were built keep theirs.
         * @return this builder
         */
        public Builder clear() {
            pairs = EMPTY.pairs; // a new array, because a Headers may have the old one
            length = 0;
            marks = 0;
            return this;
        }
    }
}
