// SPDX-License-Identifier: Apache-2.0
/** Single parts, measured with JMH: each class has one part of ours and its counterparts in peers. */
@NullMarked
package io.snowloop.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
