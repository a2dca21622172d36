// SPDX-License-Identifier: Apache-2.0
/**
 * The main job: a web site and a crawler, on one loop and one thread.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@code CrawlJob}, the job: it connects the site (package {@code site}), the crawler and the report.
 *   <li>{@code Crawls}, the crawls that are compared.
 *   <li>{@code Crawler}, the client: {@code Page} is the result of one fetch, {@code Link} is a link of a page, and
 *       {@code LinkCheck} checks all links at the end.
 *   <li>{@code CrawlReport} and {@code ReportText}: the output. {@code ThreadCount} counts the threads for it.
 * </ol>
 */
@NullMarked
package io.snowloop.samples.crawl;

import org.jspecify.annotations.NullMarked;
