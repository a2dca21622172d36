// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2;

import io.snowloop.http.Headers;
import io.snowloop.http.Method;
import io.snowloop.http.Status;
import io.snowloop.http.h1.Role;
import io.snowloop.http.h2.Http2Event.InformationalHead;
import io.snowloop.http.h2.Http2Event.RequestHead;
import io.snowloop.http.h2.Http2Event.Reset;
import io.snowloop.http.h2.Http2Event.ResponseHead;
import io.snowloop.http.h2.Http2Event.Trailers;
import io.snowloop.http.h2.Transitions.Signal;
import io.snowloop.http.syntax.Grammar;
import org.jspecify.annotations.Nullable;

/**
 * What a decoded header section is: a request, a response, trailers, or nothing because its stream is closed. A message that
 * breaks a rule of RFC 9113 §8 is malformed, which is an error of its stream (§8.1.1).
 */
final class MessageReader {
    private final Session session;
    private final SectionReader sections;
    private final HeadWriter heads;
    private final EarlyPriorities priorities;

    MessageReader(Session session, SectionReader sections, HeadWriter heads, EarlyPriorities priorities) {
        this.session = session;
        this.sections = sections;
        this.heads = heads;
        this.priorities = priorities;
    }

    /** The event of the section that is whole now; null if it is to be ignored. */
    @Nullable
    Http2Event read(int number) throws Http2Exception, StreamError {
        Streams streams = session.streams;
        Stream stream = streams.get(number);
        if (stream == null && streams.isIdle(number)) {
            if (streams.isOwn(number) || session.role == Role.CLIENT) { // a server opens no stream: push is disabled
                throw new Http2Exception(ErrorCode.PROTOCOL_ERROR, "HEADERS on the idle stream " + number);
            }
            return request(number);
        }
        if (stream == null && streams.isIgnored(number)) {
            return ignored();
        }
        if (stream == null && streams.wasEndedByPeer(number)) { // §5.1, closed
            throw new Http2Exception(
                    ErrorCode.STREAM_CLOSED, "HEADERS on stream " + number + ", which the peer has ended");
        }
        if (stream == null && !streams.isOwn(number)) {
            // §5.1.1: a new number is higher than all before. One that closed long ago is not told from one left out.
            throw new Http2Exception(ErrorCode.PROTOCOL_ERROR, "HEADERS on stream " + number + ", behind a higher one");
        }
        if (stream == null || !stream.allows(Signal.RECEIVE_HEADERS)) {
            throw new StreamError(number, ErrorCode.STREAM_CLOSED, "HEADERS behind the end of the stream");
        }
        if (!sections.isWithinLimit()) {
            throw new StreamError(number, ErrorCode.ENHANCE_YOUR_CALM, tooLarge());
        }
        try {
            return stream.incoming.isHeadRead() ? trailers(stream) : response(stream);
        } catch (IllegalArgumentException e) {
            throw malformed(number, e);
        }
    }

    /** There are few of them, for a stream that the peer has not given up yet. More would be work without an end. */
    private @Nullable Http2Event ignored() throws Http2Exception {
        session.floods.updates.spend();
        return null;
    }

    private String tooLarge() {
        return "fields of more than " + session.limits.maxHeaderListSize() + " bytes (limit maxHeaderListSize)";
    }

    private static StreamError malformed(int number, IllegalArgumentException e) {
        return new StreamError(number, ErrorCode.PROTOCOL_ERROR, String.valueOf(e.getMessage()));
    }

    // ----------------------------------------------------------------------------------------------------- requests

    private @Nullable Http2Event request(int number) throws Http2Exception, StreamError {
        session.streams.used(number);
        Priority early = priorities.take(number);
        if (session.streams.isLeftOut(number)) { // §6.8
            return ignored();
        }
        int most = session.limits.maxConcurrentStreams();
        if (session.streams.open() >= most) {
            throw new StreamError(number, ErrorCode.REFUSED_STREAM, "more than " + most + " streams at a time");
        }
        if (!sections.isWithinLimit()) {
            return refuse(number);
        }
        RequestHead head;
        long length;
        try {
            head = sections.section().request(number, sections.endOfStream());
            length = MessageLength.declared(head.headers());
            if (length >= 0 && head.method().equals(Method.CONNECT)) {
                throw new IllegalArgumentException("CONNECT with Content-Length; it has no body (RFC 9110 §9.3.6)");
            }
        } catch (IllegalArgumentException e) {
            throw malformed(number, e);
        }
        if (length > 0 && head.endOfStream()) {
            throw new StreamError(number, ErrorCode.PROTOCOL_ERROR, "no data, but a Content-Length of " + length);
        }
        Stream stream = session.newStream(number, head.method());
        stream.priority = early != null ? early : Sender.priorityOf(head);
        stream.awaitsContinue = !head.endOfStream() && head.headers().hasToken("Expect", "100-continue");
        stream.incoming.begin(length);
        session.streams.add(stream, Signal.RECEIVE_HEADERS);
        if (head.endOfStream()) {
            session.streams.end(stream, Signal.RECEIVE_END);
        }
        session.floods.useful();
        return head;
    }

    /** §10.5.1: a server answers 431 to fields that it does not want to keep. The rest of the request is not needed (§8.1). */
    private Http2Event refuse(int number) throws Http2Exception {
        session.floods.resets.spend();
        heads.response(
                number,
                Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                Headers.empty(),
                Headers.empty(),
                0,
                null,
                true,
                session.control.next());
        if (!sections.endOfStream()) {
            FrameWriter.reset(number, ErrorCode.NO_ERROR, session.control.next());
        }
        session.streams.refused(number);
        return new Reset(number, ErrorCode.NO_ERROR, false, tooLarge());
    }

    // ---------------------------------------------------------------------------------------- responses and trailers

    private Http2Event response(Stream stream) throws StreamError {
        FieldSection section = sections.section();
        Status status = section.status();
        boolean end = sections.endOfStream();
        if (status.isInformational()) {
            return informational(stream, status, section.fields(), end);
        }
        Headers headers = section.fields();
        if (stream.isTunnel(status)) { // RFC 9110 §8.6: ignored there
            headers = headers.without("Content-Length");
        }
        long stated = MessageLength.declared(headers);
        long declared = stream.isBodiless(status) ? 0 : stated; // RFC 9110 §8.6: it may be that of another response
        if (end && declared > 0) {
            throw new IllegalArgumentException("no data, but a Content-Length of " + declared);
        }
        stream.awaitsContinue = false;
        stream.incoming.begin(declared);
        stream.move(Signal.RECEIVE_HEADERS);
        if (end) {
            session.streams.end(stream, Signal.RECEIVE_END);
        }
        session.floods.useful();
        return new ResponseHead(stream.number, status, headers, end);
    }

    private Http2Event informational(Stream stream, Status status, Headers headers, boolean end) throws StreamError {
        if (end || status.equals(Status.SWITCHING_PROTOCOLS)) { // §8.1, §8.6
            throw new IllegalArgumentException(end ? status + " ends the stream" : "101 (Switching Protocols)");
        }
        int most = session.limits.informational();
        if (stream.incoming.countInformational() > most) {
            throw new StreamError(
                    stream.number,
                    ErrorCode.ENHANCE_YOUR_CALM,
                    "more than " + most + " informational responses (limit informational)");
        }
        if (status.equals(Status.CONTINUE)) {
            stream.awaitsContinue = false;
        }
        return new InformationalHead(stream.number, status, headers);
    }

    private Http2Event trailers(Stream stream) {
        Headers trailers = sections.section().trailers();
        if (!sections.endOfStream()) {
            throw new IllegalArgumentException("fields behind the head that do not end the stream"); // §8.1
        }
        if (stream.method.equals(Method.CONNECT)) {
            throw new IllegalArgumentException("HEADERS in a tunnel"); // §8.5
        }
        String wrong = stream.incoming.count(0, true);
        if (wrong != null) {
            throw new IllegalArgumentException(wrong);
        }
        session.streams.end(stream, Signal.RECEIVE_END);
        for (String name : Grammar.NO_TRAILERS) { // a proxy could not pass them on
            trailers = trailers.without(name);
        }
        return new Trailers(stream.number, trailers);
    }
}
