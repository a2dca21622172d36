/**
 * The main job: a web site and a crawler of it, on one loop and one thread.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@code CrawlJob}, the whole of it: puts the site, the crawler and the report together.
 *   <li>{@code DocsSite}, the site as a Snow app: {@code SiteMap} knows which file has which URL, {@code PageRenderer}
 *       makes pages of Markdown.
 *   <li>{@code Crawler}, the client's side: {@code Page} is what one fetch found, {@code Link} what it leads to, and
 *       {@code LinkCheck} follows them all at the end.
 *   <li>{@code CrawlReport} and {@code ReportText}: what is printed. {@code ThreadCount} is where its number of threads
 *       comes from.
 * </ol>
 */
@NullMarked
package io.snowloop.samples.crawl;

import org.jspecify.annotations.NullMarked;
