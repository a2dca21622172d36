// SPDX-License-Identifier: Apache-2.0
/**
 * A typed client of a JSON API. Read {@code IssuesClient}, which is all of it; {@code LinkField} finds the next page and {@code
 * ProblemException} is an error of the API. {@code IssueTracker} is the API, for tests and for {@code ApiClient}, the program.
 */
@NullMarked
package io.snowloop.samples.issues;

import org.jspecify.annotations.NullMarked;
