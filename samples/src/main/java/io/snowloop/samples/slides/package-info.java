// SPDX-License-Identifier: Apache-2.0
/**
 * The pages of the course as slides: {@link io.snowloop.samples.slides.SlidesCommand}.
 *
 * <p>{@code Deck} reads a page with the renderer of the site; {@code Cutter} cuts it into {@code Slide}s by rules, with {@code
 * FirstSentence} for prose, {@code CodePieces} and {@code TablePieces} for what is too long, and {@code QuestionSlides}; {@code
 * OnePage} puts pictures into the document; {@code SlidesFile} is the file that a browser opens.
 */
@NullMarked
package io.snowloop.samples.slides;

import org.jspecify.annotations.NullMarked;
