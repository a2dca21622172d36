// SPDX-License-Identifier: Apache-2.0
/** One field for the requests of all clients. */
@NullMarked
package io.snowloop.samples.zoo.sharedrequest;

import org.jspecify.annotations.NullMarked;
