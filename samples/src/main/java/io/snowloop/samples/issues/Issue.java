// SPDX-License-Identifier: Apache-2.0
package io.snowloop.samples.issues;

/** An issue of the tracker. */
record Issue(int id, String title, boolean open) {}
