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
 *   <li>{@code Frontier}, what a crawl knows: {@code MemoryFrontier}, and {@code FileFrontier}, from which a crawl goes on. {@code
 *       PageLine} is a line of its file.
 *   <li>{@code PoliteArguments}, {@code StateArguments} and {@code Sitemaps}, for the sites of others.
 *   <li>{@code CrawlReport} and {@code ReportText}: the output. {@code ThreadCount} counts the threads for it.
 * </ol>
 */
@NullMarked
package io.snowloop.samples.crawl;

import org.jspecify.annotations.NullMarked;
