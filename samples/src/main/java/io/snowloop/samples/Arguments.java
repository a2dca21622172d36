// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The types of arguments that several commands have, with their bounds. */
public final class Arguments {
    private static final int MAX_PORT = 65_535;

    private Arguments() {}

    private static int number(String value, int least, int most, String what) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through: the message is the same
        }
        throw new TypeConversionException("'" + value + "' is not " + what);
    }

    /** A number, at least 1. */
    public static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 1, Integer.MAX_VALUE, "a whole number from 1 to 2147483647");
        }
    }

    /** A TCP port; 0 means any free port. */
    public static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 0, MAX_PORT, "a port, a whole number from 0 (any free port) to 65535");
        }
    }

    /** A seed. */
    public static final class Seed implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            try {
                return Long.parseLong(value);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is not a seed, a whole number of at most 18 digits");
            }
        }
    }

    /** A URL that can be fetched. */
    public static final class Url implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                URI uri = new URI(value);
                boolean known = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                if (known && uri.getPort() > MAX_PORT) {
                    throw new TypeConversionException("'" + value + "' has a port above 65535");
                }
                if (known && uri.getHost() != null) {
                    return value;
                }
            } catch (URISyntaxException e) {
                throw new TypeConversionException("'" + value + "' is not a URL: " + e.getReason());
            }
            throw new TypeConversionException("'" + value + "' does not begin with http:// or https:// and a host");
        }
    }

    /** The same URLs. Throws {@link TypeConversionException} if one of them cannot be fetched. */
    public static List<String> urls(String... values) {
        return Stream.of(values).map(new Url()::convert).toList();
    }

    /** A time in milliseconds, at least 0. */
    public static final class Millis implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return Duration.ofMillis(
                    number(value, 0, Integer.MAX_VALUE, "a time in milliseconds, a whole number from 0 to 2147483647"));
        }
    }

    /** A time in seconds, more than 0, with fractions. */
    public static final class Seconds implements ITypeConverter<Duration> {
        private static final double MOST = Duration.ofDays(365).toSeconds();

        @Override
        public Duration convert(String value) {
            try {
                double seconds = Double.parseDouble(value);
                if (seconds >= 1e-9 && seconds <= MOST) {
                    return Duration.ofNanos((long) (seconds * 1e9));
                }
            } catch (NumberFormatException e) {
                // falls through: the message is the same
            }
            throw new TypeConversionException(
                    "'" + value + "' is not a time in seconds, a number above 0 and at most 31536000, such as 2.5");
        }
    }

    /** A number of bytes, as curl takes it: {@code k}, {@code M} and {@code G} are powers of 1,024. */
    public static final class Rate implements ITypeConverter<Long> {
        private static final Pattern FORM =
                Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)([kmg]?)", Pattern.CASE_INSENSITIVE);
        private static final String UNITS = "kmg";

        @Override
        public Long convert(String value) {
            Matcher parts = FORM.matcher(value);
            if (parts.matches()) {
                String unit = parts.group(2).toLowerCase(Locale.ROOT);
                int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
                double bytes = Double.parseDouble(parts.group(1)) * Math.pow(1024, power);
                if (bytes >= 1 && bytes <= Math.pow(1024, 4)) {
                    return (long) bytes;
                }
            }
            throw new TypeConversionException(
                    "'" + value + "' is not a rate from 1 to 1024G bytes a second," + " such as 500, 100k or 1.5M");
        }
    }
}
