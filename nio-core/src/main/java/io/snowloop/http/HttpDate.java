// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The format of dates in HTTP (RFC 9110 §5.6.7): {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
public final class HttpDate {
    private static final int SECONDS_OF_A_DAY = 86_400;

    /** The first and the last second that the format has, whose year has four digits. */
    private static final long FIRST = -62_167_219_200L;

    private static final long LAST = 253_402_300_799L;

    /** The first is the day of the epoch, 1 January 1970. */
    private static final List<String> DAYS = List.of("Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed");

    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private HttpDate() {}

    /**
     * {@return the value of a {@code Date} or {@code Last-Modified} field, in whole seconds}
     * @param instant a fraction of a second is cut off. Before the year 0 or after 9999, which have no date in HTTP, it is the first or the
     *     last moment that has one.
     */
    public static String format(Instant instant) {
        // By hand: a DateTimeFormatter first loads the names of a locale, which takes a tenth of a server's start.
        long seconds = Math.min(Math.max(requireNonNull(instant, "instant").getEpochSecond(), FIRST), LAST);
        LocalDateTime utc = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder("Sun, 06 Nov 1994 08:49:37 GMT".length());
        text.append(DAYS.get(Math.floorMod(Math.floorDiv(seconds, SECONDS_OF_A_DAY), DAYS.size())))
                .append(", ");
        number(text, utc.getDayOfMonth(), 2).append(' ');
        text.append(MONTHS.get(utc.getMonthValue() - 1)).append(' ');
        number(text, utc.getYear(), 4).append(' ');
        number(text, utc.getHour(), 2).append(':');
        number(text, utc.getMinute(), 2).append(':');
        return number(text, utc.getSecond(), 2).append(" GMT").toString();
    }

    private static StringBuilder number(StringBuilder text, int number, int digits) {
        String shortest = Integer.toString(number);
        return text.append("0".repeat(Math.max(0, digits - shortest.length()))).append(shortest);
    }

    /**
     * {@return the time in a text; null if it is not a date}
     *
     * <p>This is the algorithm of RFC 6265 §5.1.1: it takes the first parts that look like a time, a day, a month and a
     * year, in any order. It reads the three formats that RFC 9110 requires, and many others that servers put into their
     * cookies. A leap second, {@code 23:59:60}, is the begin of the next day.
     *
     * @param text any text
     */
    public static @Nullable Instant parse(String text) {
        requireNonNull(text, "text");
        Parts parts = new Parts();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isDelimiter(text.charAt(i))) {
                parts.take(text.substring(start, i));
                start = i + 1;
            }
        }
        return parts.instant();
    }

    private static boolean isDelimiter(char c) {
        return !(Character.isLetterOrDigit(c) || c == ':');
    }

    /** The parts of a date that were found so far. The first token that looks like a part is used. */
    private static final class Parts {
        /** The only time whose second is 60 (RFC 9110 §5.6.7). */
        private static final int[] LEAP_SECOND = {23, 59, 60};

        /** Hour, minute and second. */
        private int @Nullable [] time;

        private int day = -1;
        private int month;
        private int year = -1;

        void take(String token) {
            int digits = digits(token, 0);
            int @Nullable [] clock = time == null ? time(token) : null;
            if (clock != null) {
                time = clock;
            } else if (day < 0 && (digits == 1 || digits == 2)) {
                day = number(token, 0, digits);
            } else if (month == 0 && month(token) > 0) {
                month = month(token);
            } else if (year < 0 && digits >= 2 && digits <= 4) {
                int number = number(token, 0, digits);
                year = number < 70 ? 2000 + number : number < 100 ? 1900 + number : number;
            }
        }

        @Nullable
        Instant instant() {
            if (time == null || year < 1601) {
                return null;
            }
            int leap = Arrays.equals(time, LEAP_SECOND) ? 1 : 0;
            try {
                return LocalDateTime.of(year, month, day, time[0], time[1], time[2] - leap)
                        .toInstant(ZoneOffset.UTC)
                        .plusSeconds(leap);
            } catch (DateTimeException outOfRange) {
                return null;
            }
        }

        /** Three numbers of one or two digits, with colons between them; null if the token does not begin with that. */
        private static int @Nullable [] time(String token) {
            int[] time = new int[3];
            int at = 0;
            for (int i = 0; i < time.length; i++) {
                int digits = digits(token, at);
                if (digits < 1 || digits > 2 || (i < 2 && !token.startsWith(":", at + digits))) {
                    return null;
                }
                time[i] = number(token, at, digits);
                at += digits + 1;
            }
            return time;
        }

        /** The month whose name the token begins with; 0 if there is none. */
        private static int month(String token) {
            for (int i = 0; i < MONTHS.size(); i++) {
                if (token.regionMatches(true, 0, MONTHS.get(i), 0, 3)) {
                    return i + 1;
                }
            }
            return 0;
        }

        /** How many digits there are from an index on. What follows them has no meaning: {@code 6th}, {@code 08:49:37GMT}. */
        private static int digits(String token, int from) {
            int at = from;
            while (at < token.length() && token.charAt(at) >= '0' && token.charAt(at) <= '9') {
                at++;
            }
            return at - from;
        }

        private static int number(String token, int from, int digits) {
            return Integer.parseInt(token, from, from + digits, 10);
        }
    }
}
