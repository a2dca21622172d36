package io.snowloop.samples.seeds.snow;

/** What a view answers: a response, or, where the article's view would {@code yield}, the future of one. */
public sealed interface Answer permits HttpResponse, Future {}
