package io.snowloop.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A moment as HTTP writes it (RFC 9110 §5.6.7): {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
public final class HttpDate {
    /** Not {@code RFC_1123_DATE_TIME}, which writes the first nine days of a month with one digit. */
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private HttpDate() {}

    /** The moment as {@code Date} and {@code Last-Modified} have it, in whole seconds. */
    public static String format(Instant instant) {
        return IMF_FIXDATE.format(instant);
    }

    /**
     * The moment that {@code text} names, or null if it names none.
     *
     * <p>This is the algorithm of RFC 6265 §5.1.1: pick out of the text what looks like a time, a day, a month and a
     * year, in whatever order. It reads the three formats that RFC 9110 demands, and the many others that servers put
     * into their cookies.
     */
    public static @Nullable Instant parse(String text) {
        Parts parts = new Parts();
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || isDelimiter(text.charAt(i))) {
                parts.take(text.substring(start, i).toLowerCase(Locale.ROOT));
                start = i + 1;
            }
        }
        return parts.instant();
    }

    private static boolean isDelimiter(char c) {
        return !(Character.isLetterOrDigit(c) || c == ':');
    }

    /** The parts of a date that have been found so far; the first that looks like a part is it. */
    private static final class Parts {
        private @Nullable String time;
        private int day;
        private int month;
        private int year = -1;

        void take(String token) {
            int number = number(token);
            if (time == null && token.indexOf(':') > 0) {
                time = token;
            } else if (day == 0 && number >= 0 && token.length() <= 2) {
                day = number;
            } else if (month == 0 && token.length() >= 3 && MONTHS.contains(token.substring(0, 3))) {
                month = MONTHS.indexOf(token.substring(0, 3)) + 1;
            } else if (year < 0 && number >= 0 && (token.length() == 2 || token.length() == 4)) {
                year = number < 70 ? 2000 + number : number < 100 ? 1900 + number : number;
            }
        }

        @Nullable
        Instant instant() {
            String[] clock = time == null ? new String[0] : time.split(":");
            if (clock.length != 3 || year < 1601) {
                return null;
            }
            try {
                return LocalDateTime.of(year, month, day, number(clock[0]), number(clock[1]), number(clock[2]))
                        .toInstant(ZoneOffset.UTC);
            } catch (DateTimeException outOfRange) {
                return null;
            }
        }

        /** The number that the token is, -1 if it's none or too long for any part of a date. */
        private static int number(String token) {
            boolean digits =
                    !token.isEmpty() && token.length() <= 4 && token.chars().allMatch(c -> c >= '0' && c <= '9');
            return digits ? Integer.parseInt(token) : -1;
        }
    }
}
