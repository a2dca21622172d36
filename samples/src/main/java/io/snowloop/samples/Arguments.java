// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The types of arguments that several commands have, with their bounds. */
public final class Arguments {
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
            return number(value, 1, Integer.MAX_VALUE, "a number of at least 1");
        }
    }

    /** Whether they are one port, and nothing else. */
    static boolean arePort(List<String> arguments) {
        try {
            return arguments.size() == 1 && new Port().convert(arguments.get(0)) >= 0;
        } catch (TypeConversionException e) {
            return false;
        }
    }

    /** A TCP port; 0 means any free port. */
    public static final class Port implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return number(value, 0, 65_535, "a port, a number from 0 (any free port) to 65535");
        }
    }

    /** A URL that can be fetched. */
    public static final class Url implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            try {
                URI uri = new URI(value);
                boolean known = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
                if (known && uri.getHost() != null) {
                    return value;
                }
            } catch (URISyntaxException e) {
                throw new TypeConversionException("'" + value + "' is not a URL: " + e.getReason());
            }
            throw new TypeConversionException("'" + value + "' does not begin with http:// or https:// and a host");
        }
    }

    /** A time in milliseconds, at least 0. */
    public static final class Millis implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return Duration.ofMillis(number(value, 0, Integer.MAX_VALUE, "a number of milliseconds"));
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
            throw new TypeConversionException("'" + value + "' is not a number of seconds above 0, such as 2.5");
        }
    }
}
