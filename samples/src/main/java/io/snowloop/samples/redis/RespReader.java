// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.snowloop.buffer.ByteQueue;
import io.snowloop.http.syntax.Printable;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From bytes to values, without I/O. Bytes come in pieces of any size; what has been read of a value is kept, so no byte is read twice.
 *
 * <p>The grammar, of the "Redis serialization protocol specification":
 *
 * <pre>
 *   value = line / bulk / list
 *   line  = ("+" / "-" / ":" / "," / "#" / "(" / "_") *OCTET CRLF
 *   bulk  = ("$" / "=" / "!") length CRLF length*OCTET CRLF       length -1: none, in RESP2
 *   list  = ("*" / "~" / "&gt;") count CRLF count*value              count -1: none, in RESP2
 *         / ("%" / "|") count CRLF count*(value value)            "|": about the value that follows; it is dropped
 * </pre>
 */
public final class RespReader {
    /** What a client takes by default: 64 MiB. */
    public static final int DEFAULT_MAX_VALUE = 64 << 20;

    /** Lists in lists in lists: replies of Redis have five levels at most. */
    static final int MAX_DEPTH = 32;

    /** Of a line: simple strings, numbers and messages are short. */
    static final int MAX_LINE = 64 << 10;

    /** What the smallest value takes on the heap, so that a list of a billion nulls is too large, too. */
    static final int COST = 16;

    /** Of a number that may be large: to read it takes the square of them. */
    static final int MAX_DIGITS = 4_096;

    private static final Pattern REAL = Pattern.compile("[+-]?(inf|\\d+(\\.\\d*)?([eE][+-]?\\d+)?)|nan");

    private final ByteQueue in = new ByteQueue();
    private final int maxValue;

    /** The lists that have begun and not ended, the innermost first. */
    private final Deque<Begun> begun = new ArrayDeque<>();

    /** The first byte of a bulk whose length is known and whose bytes have not all come; 0 for none. */
    private char bulk;

    private int bulkLength;

    /** Of the value that has begun, up to now. */
    private long cost;

    /** A value that is complete, and not taken yet. */
    private @Nullable RespValue whole;

    /** A list that has begun. Its values take no room before they come: a count is no more than a promise of the peer. */
    private record Begun(char kind, long count, List<RespValue> values) {}

    /** @param maxValue the most bytes of one value with all that is in it, of which each counts 16 at least */
    public RespReader(int maxValue) {
        this.maxValue = maxValue;
    }

    /**
     * Takes the next bytes.
     * @param bytes any number of them; all are copied
     */
    public void feed(ByteBuffer bytes) {
        in.append(bytes);
    }

    /**
     * {@return the next value; null if it needs more bytes}
     * @throws RespException if the bytes are not of the protocol, or a limit is exceeded: nothing that follows can be understood
     */
    public @Nullable RespValue next() throws RespException {
        while (whole == null && (bulk == 0 ? readLine() : readBulk())) {}
        RespValue value = whole;
        whole = null;
        return value;
    }

    // Both return whether all the bytes were there.

    private boolean readLine() throws RespException {
        int end = in.indexOf((byte) '\n');
        if ((end < 0 ? in.size() : end) > MAX_LINE) {
            throw new RespException("a line of more than " + MAX_LINE + " bytes");
        }
        if (end < 0) {
            return false;
        }
        byte[] line = take(end + 1);
        if (end < 2 || line[end - 1] != '\r') {
            throw new RespException("not a line of RESP: " + Printable.quote(new String(line, ISO_8859_1)));
        }
        spend(COST + end);
        read((char) line[0], Arrays.copyOfRange(line, 1, end - 1));
        return true;
    }

    private boolean readBulk() throws RespException {
        if (in.size() < bulkLength + 2) {
            return false;
        }
        byte[] bytes = take(bulkLength + 2);
        if (bytes[bulkLength] != '\r' || bytes[bulkLength + 1] != '\n') {
            throw new RespException("no CRLF after the " + bulkLength + " bytes of a bulk string");
        }
        char kind = bulk;
        bulk = 0;
        // a verbatim string begins with its format: three letters and a colon
        byte[] content = Arrays.copyOfRange(bytes, kind == '=' ? Math.min(4, bulkLength) : 0, bulkLength);
        ended(kind == '!' ? new RespValue.Failure(new String(content, UTF_8)) : new RespValue.Text(content));
        return true;
    }

    private void read(char kind, byte[] bytes) throws RespException {
        String text = new String(bytes, UTF_8);
        switch (kind) {
            case '+' -> ended(new RespValue.Text(bytes));
            case '-' -> ended(new RespValue.Failure(text));
            case ':' -> ended(new RespValue.Int(integer(text)));
            case ',' -> ended(new RespValue.Real(real(text)));
            case '#' -> ended(new RespValue.Bool(bool(text)));
            case '(' -> ended(new RespValue.Big(big(text)));
            case '_' -> ended(new RespValue.Nil());
            case '$', '=', '!' -> beginBulk(kind, integer(text));
            case '*', '~', '>', '%', '|' -> beginList(kind, integer(text));
            default ->
                throw new RespException("no value of RESP begins with " + Printable.quote(String.valueOf(kind))
                        + ": is this a server of Redis?");
        }
    }

    private void beginBulk(char kind, long length) throws RespException {
        if (length == -1 && kind == '$') {
            ended(new RespValue.Nil());
            return;
        }
        spend(promised(length));
        bulk = kind;
        bulkLength = (int) length;
    }

    private void beginList(char kind, long count) throws RespException {
        if (count == -1 && kind == '*') {
            ended(new RespValue.Nil());
            return;
        }
        long values = kind == '%' || kind == '|' ? 2 * promised(count) : promised(count);
        if (cost + values * COST > maxValue) {
            throw tooLarge();
        }
        if (begun.size() == MAX_DEPTH) {
            throw new RespException("more than " + MAX_DEPTH + " lists in each other");
        }
        if (kind == '>' && !begun.isEmpty()) {
            throw new RespException("a push inside of another value");
        }
        Begun list = new Begun(kind, values, new ArrayList<>());
        if (values > 0) {
            begun.push(list);
            return;
        }
        RespValue empty = list(list);
        if (empty != null) {
            ended(empty);
        }
    }

    // region ended
    /** A value is complete. It may be the last one of a list, which may be the last one of another. */
    private void ended(RespValue value) {
        RespValue last = value;
        while (last != null && !begun.isEmpty()) {
            Begun list = begun.element();
            list.values.add(last);
            last = list.values.size() < list.count ? null : list(begun.pop());
        }
        if (last != null) {
            whole = last;
        }
        if (begun.isEmpty()) {
            cost = 0;
        }
    }
    // endregion

    /** Null for what is about another value. */
    private static @Nullable RespValue list(Begun list) {
        List<RespValue> values = Collections.unmodifiableList(list.values);
        return switch (list.kind) {
            case '|' -> null;
            case '>' -> new RespValue.Push(values);
            default -> new RespValue.Items(values);
        };
    }

    private long promised(long number) throws RespException {
        if (number < 0) {
            throw new RespException("a length of " + number);
        }
        if (number > maxValue) {
            throw tooLarge();
        }
        return number;
    }

    private void spend(long bytes) throws RespException {
        cost += bytes;
        if (cost > maxValue) {
            throw tooLarge();
        }
    }

    private RespException tooLarge() {
        return new RespException("a value of more than maxValue = " + maxValue + " bytes");
    }

    private byte[] take(int count) {
        byte[] bytes = new byte[count];
        in.peek().get(bytes);
        in.skip(count);
        return bytes;
    }

    private static long integer(String text) throws RespException {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new RespException("not a number: " + Printable.quote(text));
        }
    }

    private static double real(String text) throws RespException {
        if (!REAL.matcher(text).matches()) {
            throw new RespException("not a number: " + Printable.quote(text));
        }
        return Double.parseDouble(text.replace("inf", "Infinity").replace("nan", "NaN"));
    }

    private static boolean bool(String text) throws RespException {
        if (!text.equals("t") && !text.equals("f")) {
            throw new RespException("neither t nor f: " + Printable.quote(text));
        }
        return text.equals("t");
    }

    private static BigInteger big(String text) throws RespException {
        if (text.length() > MAX_DIGITS) {
            throw new RespException("a number of more than " + MAX_DIGITS + " digits");
        }
        try {
            return new BigInteger(text);
        } catch (NumberFormatException e) {
            throw new RespException("not a number: " + Printable.quote(text));
        }
    }
}
