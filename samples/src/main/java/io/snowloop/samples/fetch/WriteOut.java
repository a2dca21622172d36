// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.fetch;

import io.snowloop.client.FetchPhase;
import io.snowloop.client.FetchTimings;
import io.snowloop.http.syntax.Printable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A text with variables, such as {@code %{http_code}}, for the result of a fetch. */
final class WriteOut {
    private static final Pattern PART = Pattern.compile("%\\{([^}]*)}|%%|\\\\[nrt]");

    /** As curl has them. What it counts of bytes on the wire, and the number that OpenSSL gives a certificate, are not known here. */
    private static final Map<String, Function<Outcome, String>> VARIABLES = new TreeMap<>(Map.ofEntries(
            Map.entry("content_type", outcome -> contentType(outcome.result())),
            Map.entry(
                    "http_code",
                    outcome -> String.format(
                            Locale.ROOT, "%03d", orZero(outcome.result().status()))),
            Map.entry("local_ip", outcome -> outcome.costs().ip(FetchTimings::localAddress)),
            Map.entry("local_port", outcome -> outcome.costs().port(FetchTimings::localAddress)),
            Map.entry("num_connects", outcome -> outcome.costs().connects()),
            Map.entry(
                    "num_redirects",
                    outcome -> String.valueOf(orZero(outcome.result().redirects()))),
            Map.entry("remote_ip", outcome -> outcome.costs().ip(FetchTimings::remoteAddress)),
            Map.entry("remote_port", outcome -> outcome.costs().port(FetchTimings::remoteAddress)),
            Map.entry(
                    "size_download",
                    outcome -> String.valueOf(orZero(outcome.result().bodyLength()))),
            Map.entry("time_appconnect", outcome -> outcome.costs().untilTls()),
            Map.entry("time_connect", outcome -> outcome.costs().until(FetchPhase.CONNECT)),
            Map.entry("time_namelookup", outcome -> outcome.costs().until(FetchPhase.DNS)),
            Map.entry("time_pretransfer", outcome -> outcome.costs().until(FetchPhase.TLS)),
            Map.entry("time_starttransfer", outcome -> outcome.costs().until(FetchPhase.WAIT)),
            Map.entry(
                    "time_total",
                    outcome ->
                            String.format(Locale.ROOT, "%.6f", outcome.result().timeMillis() / 1_000)),
            Map.entry("url_effective", Outcome::url)));

    private final String text;

    /** A result, the URL of its last request, and what all of them have cost. */
    private record Outcome(FetchResult result, String url, FetchCosts costs) {}

    private WriteOut(String text) {
        this.text = text;
    }

    /**
     * The text for one result.
     * @param url of the last request, after redirects
     * @param costs of all requests
     */
    String of(FetchResult result, String url, FetchCosts costs) {
        Outcome outcome = new Outcome(result, url, costs);
        return PART.matcher(text)
                .replaceAll(part -> Matcher.quoteReplacement(value(part.group(), part.group(1), outcome)));
    }

    private static String value(String part, @Nullable String variable, Outcome outcome) {
        if (variable != null) {
            return Printable.of(known(variable).apply(outcome));
        }
        return switch (part) {
            case "\\n" -> "\n";
            case "\\r" -> "\r";
            case "\\t" -> "\t";
            default -> "%";
        };
    }

    private static Function<Outcome, String> known(String variable) {
        Function<Outcome, String> value = VARIABLES.get(variable);
        if (value == null) {
            throw new TypeConversionException(
                    "there is no variable '" + variable + "': take one of " + String.join(", ", VARIABLES.keySet()));
        }
        return value;
    }

    private static long orZero(@Nullable Number number) {
        return number == null ? 0 : number.longValue();
    }

    private static String contentType(FetchResult result) {
        Map<String, List<String>> headers = result.headers();
        return headers == null
                ? ""
                : headers.entrySet().stream()
                        .filter(field -> field.getKey().equalsIgnoreCase("Content-Type"))
                        .map(field -> field.getValue().get(0))
                        .findFirst()
                        .orElse("");
    }

    /** Of an argument. It refuses a variable that is not known. */
    static final class Converter implements ITypeConverter<WriteOut> {
        @Override
        public WriteOut convert(String value) {
            PART.matcher(value)
                    .results()
                    .map(part -> part.group(1))
                    .filter(variable -> variable != null)
                    .forEach(WriteOut::known);
            return new WriteOut(value);
        }
    }
}
