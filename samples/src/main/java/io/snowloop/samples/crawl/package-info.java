/**
 * The main job: a web site and a crawler, on one loop and one thread.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@code CrawlJob}, the job: it connects the site, the crawler and the report.
 *   <li>{@code DocsSite}, the site as a Snow app: {@code SiteMap} maps files to URLs, {@code PageRenderer} makes pages
 *       of Markdown.
 *   <li>{@code Crawler}, the client: {@code Page} is the result of one fetch, {@code Link} is a link of a page, and
 *       {@code LinkCheck} checks all links at the end.
 *   <li>{@code CrawlReport} and {@code ReportText}: the output. {@code ThreadCount} counts the threads for it.
 * </ol>
 */
@NullMarked
package io.snowloop.samples.crawl;

import org.jspecify.annotations.NullMarked;
