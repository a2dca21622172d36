// SPDX-License-Identifier: Apache-2.0
/**
 * HPACK without I/O (RFC 7541): how HTTP/2 makes header fields small. Each side of a connection has an encoder for what
 * it sends and a decoder for what it receives.
 *
 * <p>Read in this order. {@link io.snowloop.http.h2.hpack.HeaderField} is a name and a value. {@code StaticTable} has
 * the fields that both sides know from the RFC, {@code DynamicTable} those that were sent before on this connection.
 * {@code Huffman} is the code for strings. {@link io.snowloop.http.h2.hpack.HpackDecoder} reads a block of fields and
 * gives them to a {@link io.snowloop.http.h2.hpack.HeaderSink}. {@link io.snowloop.http.h2.hpack.HpackEncoder} writes
 * one; {@link io.snowloop.http.h2.hpack.Indexing} says which fields enter the table.
 *
 * <p>One block that cannot be decoded ends the connection: the tables of both sides would differ from then on.
 */
@NullMarked
package io.snowloop.http.h2.hpack;

import org.jspecify.annotations.NullMarked;
