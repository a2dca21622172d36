package io.snowloop.http.h1;

/**
 * What a peer may make us read, and so keep, for one message. All sizes are in bytes and include the line ends.
 *
 * <p>A message over a limit ends its connection with a {@link RemoteProtocolException} that names the limit and suggests
 * the status given here. Change single ones with the {@code with...} methods:
 * {@code Limits.DEFAULT.withBody(10 * 1024 * 1024)}.
 *
 * @param startLine the request line (414) or status line
 * @param headerLine one line of the header or trailer section (431)
 * @param headers all lines of the header section (431)
 * @param headerCount the number of fields in a header or trailer section (431)
 * @param chunkLine the line before each chunk: its size and its extensions, which are read and forgotten (400)
 * @param trailers all lines of the trailer section (431)
 * @param body the content of a message, without the framing of chunks (413)
 */
public record Limits(
        int startLine, int headerLine, int headers, int headerCount, int chunkLine, int trailers, long body) {
    /**
     * 8 KiB for the start line and for one header line, 64 KiB and 100 fields for all of them, 256 bytes for a chunk
     * line, 8 KiB for trailers, and no limit for the body, which is never kept here.
     */
    public static final Limits DEFAULT = new Limits(8 * 1024, 8 * 1024, 64 * 1024, 100, 256, 8 * 1024, Long.MAX_VALUE);

    public Limits {
        require("startLine", startLine);
        require("headerLine", headerLine);
        require("headers", headers);
        require("headerCount", headerCount);
        require("chunkLine", chunkLine);
        require("trailers", trailers);
        require("body", body);
    }

    private static void require(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException("limit " + name + " is " + value + ", which lets nothing through");
        }
    }

    /** With another bound on the request or status line, in bytes. */
    public Limits withStartLine(int bytes) {
        return new Limits(bytes, headerLine, headers, headerCount, chunkLine, trailers, body);
    }

    /** With another bound on one header line, in bytes. */
    public Limits withHeaderLine(int bytes) {
        return new Limits(startLine, bytes, headers, headerCount, chunkLine, trailers, body);
    }

    /** With another bound on all header lines together, in bytes. */
    public Limits withHeaders(int bytes) {
        return new Limits(startLine, headerLine, bytes, headerCount, chunkLine, trailers, body);
    }

    /** With another bound on the number of header fields. */
    public Limits withHeaderCount(int fields) {
        return new Limits(startLine, headerLine, headers, fields, chunkLine, trailers, body);
    }

    /** With another bound on the line before a chunk, its extensions included, in bytes. */
    public Limits withChunkLine(int bytes) {
        return new Limits(startLine, headerLine, headers, headerCount, bytes, trailers, body);
    }

    /** With another bound on the trailer section, in bytes. */
    public Limits withTrailers(int bytes) {
        return new Limits(startLine, headerLine, headers, headerCount, chunkLine, bytes, body);
    }

    /** With another bound on a body, in bytes. */
    public Limits withBody(long bytes) {
        return new Limits(startLine, headerLine, headers, headerCount, chunkLine, trailers, bytes);
    }
}
