// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

/**
 * A route with a regular expression: the pair {@code (r'/home/', home)} of the article.
 *
 * @param regex matches at the beginning of the path, but not necessarily to its end, like Python's {@code re.match}
 */
public record Route(String regex, View view) {}
