// SPDX-License-Identifier: Apache-2.0
package io.snowloop.client;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Inflater;
import java.util.zip.ZipException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * A sitemap: the URLs that a site shows to crawlers (the protocol of sitemaps.org, 0.9). {@link RobotsTxt#sitemaps} says where they are.
 *
 * <!-- region samples/src/test/java/io/snowloop/samples/docs/BePolitePageTest.java#sitemap -->
 * <pre>{@code
 * Sitemap sitemap = Sitemap.parse(bytes); // or what gzip has made of it
 *
 * assertThat(sitemap.isIndex()).isFalse();
 * assertThat(sitemap.urls()).containsExactly("http://10.0.0.1/a");
 * }</pre>
 *
 * <p>The XML is read by the StAX parser of the JDK, without external entities. A file with a document type is refused. It is read up
 * to 50 MiB and 50,000 URLs, as the protocol says, also if it was compressed. A text or a tag has up to 64 KiB, and there are up to
 * 1,000 different names and 50 levels of elements. What was compressed is read piece by piece, and nothing follows it.
 *
 * <p>To parse a large one takes some tenths of a second: do it on a thread of its own, and not on a loop. A program that is a module
 * needs {@code requires java.xml}.
 *
 * @param isIndex whether the URLs are those of other sitemaps, and not of pages
 * @param urls in the order of the file, as they are there
 */
public record Sitemap(boolean isIndex, List<String> urls) {
    /** The most bytes of a sitemap, after it was decompressed: 50 MiB. */
    public static final int MAX_BYTES = 50 * 1024 * 1024;

    /** The most URLs of a sitemap. */
    public static final int MAX_URLS = 50_000;

    /** The reader of XML keeps something of each element that is open. Those of a sitemap, with images and videos, are 5 deep. */
    private static final int MOST_DEPTH = 50;

    /** It keeps each name to its end, and each namespace. */
    private static final int MOST_NAMES = 1_000;

    /** A sitemap with these URLs, which are copied. */
    public Sitemap {
        urls = List.copyOf(requireNonNull(urls, "urls"));
    }

    /**
     * {@return what a file has} Blocks no longer than it computes.
     * @param bytes XML, or XML that gzip has compressed
     * @throws IOException if it is no sitemap, or has more bytes or URLs than it may have
     */
    public static Sitemap parse(byte[] bytes) throws IOException {
        requireNonNull(bytes, "bytes");
        boolean zipped = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b; // RFC 1952 §2.3.1
        try (Bounded xml = new Bounded(zipped ? new Unzipped(bytes) : new ByteArrayInputStream(bytes))) {
            XMLStreamReader reader = factory().createXMLStreamReader(xml);
            try {
                return read(reader, xml);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException("this sitemap is no XML that can be read: " + e.getMessage(), e);
        }
    }

    /**
     * The bytes of the XML. The reader keeps what is between two of its events: a text, a comment, the attributes of an element. So
     * that has a bound as well: some KB of gzip may be 50 MiB.
     */
    private static final class Bounded extends FilterInputStream {
        private static final int MOST_OF_AN_EVENT = 64 * 1024;

        private int all;
        private int ofEvent;

        Bounded(InputStream in) {
            super(in);
        }

        /** The reader has given what it had kept. */
        void event() {
            ofEvent = 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            all += Math.max(0, count);
            ofEvent += Math.max(0, count);
            if (all > MAX_BYTES) {
                throw new IOException("this sitemap has more than " + MAX_BYTES + " bytes");
            }
            if (ofEvent > MOST_OF_AN_EVENT) {
                throw new IOException("a text or a tag of this sitemap has more than " + MOST_OF_AN_EVENT + " bytes");
            }
            return count;
        }
    }

    /** What gzip has compressed. GZIPInputStream calls itself for each member without data: a file of them would be a stack overflow. */
    private static final class Unzipped extends InputStream {
        private final Gunzip gunzip = new Gunzip(new Inflater(true));

        /** What is left of the last piece; null at the end. */
        private @Nullable ByteBuffer piece = ByteBuffer.allocate(0);

        Unzipped(byte[] bytes) {
            gunzip.feed(ByteBuffer.wrap(bytes));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            ByteBuffer left = piece;
            if (left != null && !left.hasRemaining()) {
                left = next();
                piece = left;
            }
            int count = left == null ? -1 : Math.min(length, left.remaining());
            if (left != null) {
                left.get(bytes, from, count);
            }
            return count;
        }

        private @Nullable ByteBuffer next() throws ZipException {
            ByteBuffer next = gunzip.next();
            if (next == null && !gunzip.mayEnd()) {
                throw DecodedStream.damaged("gzip", "it ends too early");
            }
            return next;
        }

        @Override
        public void close() {
            gunzip.close();
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    private static Sitemap read(XMLStreamReader reader, Bounded xml) throws XMLStreamException, IOException {
        reader.nextTag();
        String root = reader.getLocalName();
        if (!root.equals("urlset") && !root.equals("sitemapindex")) {
            throw new IOException("a sitemap begins with urlset or sitemapindex, and this with " + root);
        }
        List<String> urls = new ArrayList<>();
        Set<@Nullable String> names = new HashSet<>();
        int depth = 1;
        while (depth > 0) {
            xml.event();
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (++depth > MOST_DEPTH) {
                    throw new IOException("the elements of this sitemap are nested more than " + MOST_DEPTH + " deep");
                }
                addNames(reader, names);
                if (depth == 3 && reader.getLocalName().equals("loc")) { // others have one deeper: those of images
                    urls.add(reader.getElementText().strip());
                    depth--;
                    if (urls.size() > MAX_URLS) {
                        throw new IOException("this sitemap has more than " + MAX_URLS + " URLs");
                    }
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.PROCESSING_INSTRUCTION) {
                names.add(reader.getPITarget());
            }
            if (names.size() > MOST_NAMES) {
                throw new IOException("this sitemap has more than " + MOST_NAMES + " different names");
            }
        }
        return new Sitemap(root.equals("sitemapindex"), urls);
    }

    private static void addNames(XMLStreamReader element, Set<@Nullable String> names) {
        names.add(element.getPrefix());
        names.add(element.getLocalName());
        for (int i = 0; i < element.getAttributeCount(); i++) {
            names.add(element.getAttributePrefix(i));
            names.add(element.getAttributeLocalName(i));
        }
        for (int i = 0; i < element.getNamespaceCount(); i++) {
            names.add(element.getNamespacePrefix(i));
            names.add(element.getNamespaceURI(i));
        }
    }
}
