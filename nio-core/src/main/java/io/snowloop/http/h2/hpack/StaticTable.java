// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import java.util.HashMap;
import java.util.Map;

/** The fields that both sides know from the start (RFC 7541 Appendix A). Their indexes are 1 to {@value #SIZE}. */
final class StaticTable {
    static final int SIZE = 61;

    private static final String FIELDS = """
            :authority
            :method GET
            :method POST
            :path /
            :path /index.html
            :scheme http
            :scheme https
            :status 200
            :status 204
            :status 206
            :status 304
            :status 400
            :status 404
            :status 500
            accept-charset
            accept-encoding gzip, deflate
            accept-language
            accept-ranges
            accept
            access-control-allow-origin
            age
            allow
            authorization
            cache-control
            content-disposition
            content-encoding
            content-language
            content-length
            content-location
            content-range
            content-type
            cookie
            date
            etag
            expect
            expires
            from
            host
            if-match
            if-modified-since
            if-none-match
            if-range
            if-unmodified-since
            last-modified
            link
            location
            max-forwards
            proxy-authenticate
            proxy-authorization
            range
            referer
            refresh
            retry-after
            server
            set-cookie
            strict-transport-security
            transfer-encoding
            user-agent
            vary
            via
            www-authenticate
            """;

    private static final HeaderField[] TABLE = new HeaderField[SIZE];

    /** The first index of each name. Fields of the same name follow each other. */
    private static final Map<String, Integer> FIRST = new HashMap<>();

    static {
        String[] fields = FIELDS.split("\n");
        for (int i = 0; i < SIZE; i++) {
            int blank = fields[i].indexOf(' ');
            // The same Strings as literals in the source of an app: most comparisons end at the reference.
            String name = (blank < 0 ? fields[i] : fields[i].substring(0, blank)).intern();
            String value = (blank < 0 ? "" : fields[i].substring(blank + 1)).intern();
            TABLE[i] = new HeaderField(name, true, value, true, Indexing.INCREMENTAL);
            FIRST.putIfAbsent(name, i + 1);
        }
    }

    private StaticTable() {}

    /** The field with this index. */
    static HeaderField get(int index) {
        return TABLE[index - 1];
    }

    /** The first index of this name in lower case; 0 if there is none. */
    static int indexOf(String name) {
        return FIRST.getOrDefault(name, 0);
    }

    /**
     * The index of a field; 0 if there is none. The name with the most fields has seven, which is less than a hash table pays
     * for.
     *
     * @param first what {@link #indexOf(String)} says of its name: not 0
     */
    static int indexOf(int first, String value) {
        String name = get(first).name();
        for (int index = first; index <= SIZE && get(index).name() == name; index++) {
            if (get(index).value().equals(value)) {
                return index;
            }
        }
        return 0;
    }
}
