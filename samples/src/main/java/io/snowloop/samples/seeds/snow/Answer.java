// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.seeds.snow;

/** The result of a view: a response or, where a view of the article uses {@code yield}, the future of one. */
public sealed interface Answer permits HttpResponse, Future {}
