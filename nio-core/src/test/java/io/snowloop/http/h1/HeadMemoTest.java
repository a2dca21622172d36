package io.snowloop.http.h1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.snowloop.buffer.ByteQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadMemoTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final HeadMemo memo = new HeadMemo();
    private final HeadParser parser = new HeadParser(Role.CLIENT, Limits.DEFAULT, memo);
    private final ByteQueue bytes = new ByteQueue();

    private Event read(String text) throws RemoteProtocolException {
        return read(parser, text);
    }

    private Event read(HeadParser reader, String text) throws RemoteProtocolException {
        bytes.append(Feed.bytes(text));
        return reader.read(bytes);
    }

    @Test
    void theSameHeadIsTheSameEvent() throws RemoteProtocolException {
        Event first = read(GET);
        assertThat(read(GET + GET)).isSameAs(first);
        assertThat(read("")).isSameAs(first);
        assertThat(bytes.isEmpty()).isTrue();
    }

    @Test
    void anotherOneIsAnother() throws RemoteProtocolException {
        Event first = read(GET);
        String longer = GET.replace("/a", "/ab");
        assertThat(((Event.RequestHead) read(longer)).target()).isEqualTo("/ab");
        assertThat(read(GET)).isEqualTo(first);
        for (int i = 0; i < GET.length(); i++) {
            HeadParser fresh = new HeadParser(Role.CLIENT, Limits.DEFAULT, memo);
            String changed = GET.substring(0, i) + "\1" + GET.substring(i + 1);
            assertThatThrownBy(() -> read(fresh, changed + GET))
                    .as("byte %d", i)
                    .isInstanceOf(RemoteProtocolException.class);
            bytes.clear();
        }
    }

    @Test
    void halfOfItIsNothingYet() throws RemoteProtocolException {
        Event first = read(GET);
        for (int cut = 1; cut < GET.length(); cut++) {
            assertThat(read(GET.substring(0, cut))).isNull();
            assertThat(read(GET.substring(cut))).isEqualTo(first);
        }
    }

    @Test
    void otherLimitsAndTheOtherRoleJudgeForThemselves() throws RemoteProtocolException {
        Event first = read(GET);
        Limits strict = Limits.builder().startLine(10).build();
        assertThatThrownBy(() -> read(new HeadParser(Role.CLIENT, strict, memo), GET))
                .hasMessageContaining("10 bytes");
        bytes.clear();
        assertThatThrownBy(() -> read(new HeadParser(Role.SERVER, Limits.DEFAULT, memo), GET))
                .hasMessageContaining("version");
        bytes.clear();
        assertThat(read(GET)).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cookie", "authorization", "Proxy-Authorization", "Set-Cookie"})
    void credentialsAreNotRemembered(String name) throws RemoteProtocolException {
        String secret = GET.replace("\r\n\r\n", "\r\n" + name + ": s\r\n\r\n");
        assertThat(read(secret)).isEqualTo(read(secret)).isNotSameAs(read(secret));
    }

    @Test
    void theEmptyLinesBeforeAHeadAreCountedAllTheSame() throws RemoteProtocolException {
        String late = "\r\n\r\n" + GET;
        Event first = read(late);
        assertThat(read(late)).isEqualTo(first);
        assertThat(read("\r\n")).isNull();
        assertThatThrownBy(() -> read(late)).hasMessageContaining("empty line");
    }

    @Test
    void aLongHeadIsNotRemembered() throws RemoteProtocolException {
        String large = GET.replace("/a", "/" + "a".repeat(600));
        assertThat(read(large)).isNotSameAs(read(large));
    }
}
