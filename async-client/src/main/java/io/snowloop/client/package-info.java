/** The Fetcher, an asynchronous HTTP client. */
@NullMarked
package io.snowloop.client;

import org.jspecify.annotations.NullMarked;
