// SPDX-License-Identifier: Apache-2.0
package io.snowloop.websocket;

import static io.snowloop.websocket.Endpoint.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.http.h1.Role;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes and the events that they are, whole and octet by octet. */
class FramesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # RFC 6455 §5.7
            CLIENT | 81 05 48 65 6c 6c 6f                                  | text Hello
            SERVER | 81 85 37 fa 21 3d 7f 9f 4d 51 58                      | text Hello
            CLIENT | 01 03 48 65 6c 80 02 6c 6f                            | text Hello
            CLIENT | 89 05 48 65 6c 6c 6f                                  | ping 48656c6c6f
            SERVER | 8a 85 37 fa 21 3d 7f 9f 4d 51 58                      | pong 48656c6c6f
            # two messages in one piece; a control frame within a message
            CLIENT | 81 01 61 82 01 62                                     | text a; binary 62
            CLIENT | 01 01 61 89 00 00 01 62 8a 01 78 80 01 63             | ping ; pong 78; text abc
            CLIENT | 82 00                                                 | 'binary '
            CLIENT | 01 00 00 00 80 00                                     | 'text '
            # what follows a close frame is ignored
            CLIENT | 88 00 81 01 61                                        | close 1005
            CLIENT | 88 05 03 e8 62 79 65 ff ff                            | close 1000 "bye"
            # masks (§5.1)
            SERVER | 81 00                                                 | error 1002
            CLIENT | 81 80 00 00 00 00                                     | error 1002
            # lengths (§5.2): not the shortest form, negative, above the limit
            CLIENT | 82 7e 00 7d                                           | error 1002
            CLIENT | 82 7f 00 00 00 00 00 00 ff ff                         | error 1002
            CLIENT | 82 7f 80 00 00 00 00 00 00 00                         | error 1002
            CLIENT | 82 7f 00 00 00 00 00 10 00 01                         | error 1009
            CLIENT | 82 7f 7f ff ff ff ff ff ff ff                         | error 1009
            # found at the first octet, or the second
            CLIENT | 91                                                    | error 1002
            CLIENT | a1                                                    | error 1002
            CLIENT | c1                                                    | error 1002
            CLIENT | 83                                                    | error 1002
            CLIENT | 8f                                                    | error 1002
            CLIENT | 09                                                    | error 1002
            CLIENT | 08                                                    | error 1002
            CLIENT | 89 7e                                                 | error 1002
            CLIENT | 88 7f                                                 | error 1002
            # fragments (§5.4)
            CLIENT | 80 00                                                 | error 1002
            CLIENT | 00 00                                                 | error 1002
            CLIENT | 01 01 61 81 01 62                                     | error 1002
            CLIENT | 81 01 61 80 01 62                                     | text a; error 1002
            # close frames (§5.5.1, §7.4)
            CLIENT | 88 01 03                                              | error 1002
            CLIENT | 88 02 03 ed                                           | error 1002
            CLIENT | 88 03 03 e8 ff                                        | error 1007
            CLIENT | 88 03 03 e8 c3                                        | error 1007
            # text (§8.1): the rest of the message has not come
            CLIENT | 01 02 61 ff                                           | error 1007
            CLIENT | 01 01 c3 80 7e 00 ff 28                               | error 1007
            CLIENT | 81 01 c3                                              | error 1007
            CLIENT | 81 7e 01 00 61 c0                                     | error 1007
            """)
    void areEvents(Role role, String hex, String events) {
        List<String> expected = List.of(events.split(";", -1)).stream()
                .map(each -> each.stripLeading())
                .toList();
        byte[] bytes = bytes(hex);
        for (int piece : new int[] {bytes.length, 1, 2, 3}) {
            assertThat(new Endpoint(role).receive(bytes, piece).events)
                    .as("in pieces of %s", piece)
                    .isEqualTo(expected);
        }
    }
}
