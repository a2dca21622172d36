// SPDX-License-Identifier: Apache-2.0
package io.snowloop.buffer;

import static java.lang.invoke.MethodHandles.byteArrayViewVarHandle;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A queue of bytes in one growable array: bytes are appended at the end and taken from the front.
 *
 * <p>It differs from a {@link ByteBuffer} in three ways. It grows. It needs no {@code flip}: appended bytes can be read
 * at once. It remembers how far it has been searched: to look for the end of a line after each byte that arrives takes
 * linear time, not quadratic time (see {@link #indexOf}).
 *
 * <p>An empty queue that has been {@linkplain #trim trimmed} holds no array, so an idle connection holds no buffer.
 *
 * <p>Not thread-safe. A queue belongs to one connection, and a connection belongs to one loop.
 */
public final class ByteQueue {
    private static final VarHandle LONGS = byteArrayViewVarHandle(long[].class, LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;

    private static final byte[] NONE = {};
    private static final ByteBuffer NO_VIEW = ByteBuffer.wrap(NONE);
    private static final int SMALLEST = 256;

    /** An array of up to this size is not worth a smaller one, nor a count. */
    private static final int LARGEST_SLACK = 4096;

    /** The largest array that an empty queue keeps for the next bytes: a burst must not hold its memory after its end. */
    private static final int LARGEST_RETAINED = 64 * 1024;

    /** An array of up to this size stays while bytes are taken from it: a head, or a read, of a usual size fits. */
    private static final int LARGEST_UNSHRUNK = 16 * 1024;

    /** The bytes are {@code array[start..end)}. */
    private byte[] array = NONE;

    private int start;
    private int end;

    /** {@code array[start..searched)} is known to hold no {@link #sought}. */
    private int searched;

    private byte sought;

    /** What {@link #peek} returns, as long as the array stays the same. */
    private ByteBuffer view = NO_VIEW;

    /** An empty queue. It allocates nothing before the first byte is appended. */
    public ByteQueue() {}

    /** {@return the number of bytes in the queue} */
    public int size() {
        return end - start;
    }

    /** {@return whether the queue holds no byte} */
    public boolean isEmpty() {
        return start == end;
    }

    /** {@return how many bytes it keeps, for bounds: its size, or half of its array, if most of what was there has been taken} */
    public int kept() {
        return array.length <= LARGEST_SLACK ? size() : Math.max(size(), array.length / 2);
    }

    // ---------------------------------------------------------------------------------------------------- appending

    /**
     * Appends all remaining bytes of a buffer.
     * @param bytes copied; its position moves to its limit
     */
    public void append(ByteBuffer bytes) {
        append(bytes, bytes.remaining());
    }

    /**
     * Appends the next bytes of a buffer.
     * @param bytes copied; its position moves behind them
     * @param count how many; no more than remain
     */
    public void append(ByteBuffer bytes, int count) {
        reserve(count);
        bytes.get(array, end, count);
        end += count;
    }

    /**
     * Appends these bytes.
     * @param bytes copied
     */
    public void append(byte[] bytes) {
        append(bytes, 0, bytes.length);
    }

    /**
     * Appends a part of an array.
     * @param bytes copied
     * @param offset the index of the first
     * @param count how many
     */
    public void append(byte[] bytes, int offset, int count) {
        reserve(count);
        System.arraycopy(bytes, offset, array, end, count);
        end += count;
    }

    /**
     * Appends one byte.
     * @param b any value
     */
    public void append(byte b) {
        reserve(1);
        array[end++] = b;
    }

    /**
     * Appends two bytes, such as CRLF. This costs less than two calls, and needs no array.
     * @param first its low byte is appended
     * @param second its low byte is appended
     */
    public void append(char first, char second) {
        reserve(2);
        array[end] = (byte) first;
        array[end + 1] = (byte) second;
        end += 2;
    }

    /**
     * Appends the low byte of each character.
     * @param text with no character above U+00FF, which the caller has checked
     */
    @SuppressWarnings("deprecation") // it drops the high bytes, which are 0 here; the other methods allocate an array
    public void appendLatin1(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, array, end);
        end += length;
    }

    /**
     * Appends a number in decimal digits, without making a String of it.
     * @param number not negative
     */
    public void appendDecimal(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        reserve(digits);
        end += digits;
        long rest = number;
        for (int at = end - 1; digits > 0; digits--, rest /= 10) {
            array[at--] = (byte) ('0' + rest % 10);
        }
    }

    /**
     * Appends a number in lower-case hexadecimal digits, without leading zeros.
     * @param number read as unsigned
     */
    public void appendHex(long number) {
        int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(number)) / 4);
        reserve(digits);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            array[end++] = (byte) Character.forDigit((int) (number >>> shift) & 0xF, 16);
        }
    }

    // ------------------------------------------------------------------------------------------------------- taking

    /**
     * {@return a view of all bytes: the first one is at its position} That is 0 by chance only, so a relative {@code getInt()} reads the
     * front, and an absolute {@code getInt(0)} does not; {@link #get} counts from the front. It is valid until the next call that
     * appends, takes, clears, trims or peeks.
     */
    @SuppressWarnings("ByteBufferBackingArray") // this class has wrapped the whole array itself
    public ByteBuffer peek() {
        if (view.array() != array) {
            view = ByteBuffer.wrap(array);
        }
        return view.clear().limit(end).position(start);
    }

    /**
     * {@return one of the bytes}
     * @param index counted from the front; from 0 to {@link #size} - 1
     */
    public byte get(int index) {
        if (index >= end - start) {
            throw new IndexOutOfBoundsException("byte " + index + " of a queue of " + size());
        }
        return array[start + index];
    }

    /**
     * {@return the array that holds the bytes, for the inner loop of a parser} There are {@link #size} bytes; the first one
     * is at {@link #arrayOffset}. Valid as long as a {@link #peek} is.
     */
    public byte[] array() {
        return array;
    }

    /** {@return the index of the first byte in {@link #array}} */
    public int arrayOffset() {
        return start;
    }

    /**
     * Removes bytes from the front. Views of them stay valid until bytes are appended. If few are left in a large array, they get a smaller one.
     * @param count how many, from 0 to {@link #size}
     */
    public void skip(int count) {
        if (count < 0 || count > end - start) {
            throw new IllegalArgumentException("skip " + count + " of " + size() + " bytes");
        }
        start += count;
        if (start == end) {
            clear();
        } else if (array.length > LARGEST_UNSHRUNK) {
            shrink();
        }
    }

    /**
     * {@return all bytes, which are removed} The buffer belongs to the caller: it is the queue's array, and the queue drops
     * it.
     */
    public ByteBuffer takeAll() {
        ByteBuffer all = ByteBuffer.wrap(array, start, end - start);
        array = NONE;
        view = NO_VIEW;
        clear();
        return all;
    }

    /** Removes all bytes. Keeps the array for the next ones, unless it is larger than 64 KiB. */
    public void clear() {
        start = 0;
        end = 0;
        searched = 0;
        if (array.length > LARGEST_RETAINED) {
            array = NONE;
            view = NO_VIEW;
        }
    }

    /** Drops the array if the queue is empty, and else the most of it that is not in use. */
    public void trim() {
        if (start == end) {
            array = NONE;
            view = NO_VIEW;
        } else if (array.length > LARGEST_SLACK) {
            shrink();
        }
    }

    // ---------------------------------------------------------------------------------------------------- searching

    /**
     * {@return the index, counted from the front, of the first byte of this value; -1 if there is none so far}
     *
     * <p>A search for the same byte continues where the last one stopped. So each byte is looked at once, even if there is a
     * search after each byte that arrives.
     *
     * @param wanted the value
     */
    public int indexOf(byte wanted) {
        int from = wanted == sought ? Math.max(searched, start) : start;
        sought = wanted;
        searched = search(wanted, from);
        return searched < end ? searched - start : -1;
    }

    /**
     * The index in the array of the next {@code wanted} byte; {@link #end} if there is none.
     *
     * <p>Eight bytes at a time (SWAR, "find a zero byte"): XOR with eight copies of the wanted byte makes the matching
     * bytes zero. {@code (x - 0x01..01) & ~x & 0x80..80} sets the top bit of each zero byte. A borrow can set the top
     * bit of a byte above a zero byte too, but never of one below it: the lowest set bit is always a true match.
     */
    private int search(byte wanted, int from) {
        long pattern = ONES * (wanted & 0xFF);
        int at = from;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            long difference = (long) LONGS.get(array, at) ^ pattern;
            long zeros = (difference - ONES) & ~difference & (ONES << 7);
            if (zeros != 0) {
                return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        while (at < end && array[at] != wanted) {
            at++;
        }
        return at;
    }

    // ------------------------------------------------------------------------------------------------------- growing

    private void reserve(int count) {
        if (array.length - end < count) {
            makeRoom(count);
        }
    }

    /**
     * Makes room for {@code count} bytes at the end. Moves the bytes to the array's beginning if at least as many were
     * taken from there; otherwise copies them into an array of twice the size. Both make the cost of an appended byte
     * constant on average. Moving whenever there is any free byte would not: a nearly full queue would move all its bytes
     * for each byte appended.
     */
    private void makeRoom(int count) {
        int size = end - start;
        int needed = Math.addExact(size, count);
        byte[] roomier = array;
        if (size > start || needed > array.length) {
            long doubled = Math.min(2L * array.length, Integer.MAX_VALUE - 8);
            roomier = new byte[(int) Math.max(Math.max(doubled, SMALLEST), needed)];
        }
        copyTo(roomier, size);
    }

    /** To copy what is left costs less than it did to take the rest, of which there was at least as much. */
    private void shrink() {
        int size = end - start;
        if (size < array.length / 4) {
            copyTo(new byte[Math.max(2 * size, SMALLEST)], size);
        }
    }

    private void copyTo(byte[] other, int size) {
        System.arraycopy(array, start, other, 0, size);
        array = other;
        view = NO_VIEW; // it holds the array before
        searched = Math.max(searched - start, 0);
        start = 0;
        end = size;
    }

    @Override
    public String toString() {
        return "ByteQueue(" + size() + " bytes)";
    }
}
