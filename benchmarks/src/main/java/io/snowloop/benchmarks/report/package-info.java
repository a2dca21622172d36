// SPDX-License-Identifier: Apache-2.0
/** What is made of the numbers: a table, a file of JSON, a page with charts. */
@NullMarked
package io.snowloop.benchmarks.report;

import org.jspecify.annotations.NullMarked;
