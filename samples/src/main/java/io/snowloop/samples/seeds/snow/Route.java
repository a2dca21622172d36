package io.snowloop.samples.seeds.snow;

/**
 * The article's pair {@code (r'/home/', home)}.
 *
 * @param regex has to match from the beginning of the path, but not to its end, as Python's {@code re.match} does
 */
public record Route(String regex, View view) {}
