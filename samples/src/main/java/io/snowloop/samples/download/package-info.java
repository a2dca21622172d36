// SPDX-License-Identifier: Apache-2.0
/**
 * A downloader that fetches several ranges of a file at once.
 *
 * <p>{@code RangedDownload} is the whole of it: it asks for ranges, and asks again. {@code ContentRange} says which range a response
 * has, {@code RangeSink} takes its body, and {@code PartFile} is the file while it is incomplete, with what is known of it beside. {@code
 * DownloadCommand} reads the arguments and shows the progress.
 */
@NullMarked
package io.snowloop.samples.download;

import org.jspecify.annotations.NullMarked;
