// SPDX-License-Identifier: Apache-2.0
/**
 * The site of the main job: the docs of the project, and the sources to which they link.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>{@code DocsSite}, the Snow app. {@code SiteMap} maps files to URLs; {@code Checkout} finds the files.
 *   <li>{@code Pages}, all pages, rendered and kept: {@code FileCache} notices changes; {@code Page} is one response.
 *   <li>{@code MarkdownContent}, which makes the {@code Content} of a page: {@code Markdown} is the library that parses and
 *       renders, {@code SiteLinks} changes links, images and code, {@code Cards} a table of programs; {@code CodeHtml},
 *       {@code Highlighter} and {@code SourceNames} show code.
 *   <li>{@code Layout}, the frame of all pages, with the {@code Contents} of the site. {@code Assets} are style and script.
 *   <li>{@code Search} and {@code NotFound}, for readers who look for a page; {@code OtherWords}, which they may use;
 *       {@code ApiDocs}, the Javadoc.
 * </ol>
 */
@NullMarked
package io.snowloop.samples.site;

import org.jspecify.annotations.NullMarked;
