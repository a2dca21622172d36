// SPDX-License-Identifier: Apache-2.0
/**
 * The answers to what a server or a proxy asks for (RFC 9110 §11): {@link io.snowloop.client.auth.Challenge}, parsed; {@code
 * BasicAnswer} (RFC 7617) and {@code DigestAnswer} (RFC 7616); {@link io.snowloop.client.auth.PasswordAnswers}, which chooses.
 * {@code Redaction} keeps credentials out of what is written down. Texts in, texts out: nothing here sends or waits.
 */
@NullMarked
package io.snowloop.client.auth;

import org.jspecify.annotations.NullMarked;
