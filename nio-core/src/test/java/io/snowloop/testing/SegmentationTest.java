package io.snowloop.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@EverySegmentation
class SegmentationTest {
    private static final String MESSAGE = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
    private static final Set<Segmentation> SEEN = EnumSet.noneOf(Segmentation.class);

    @Test
    void eachIsTheCurrentOneOnce() {
        assertThat(SEEN.add(Segmentation.current())).isTrue();
    }

    @AfterAll
    static void allHaveRun() {
        if (Segmentation.current() == Segmentation.BYTES) {
            assertThat(SEEN).containsExactly(Segmentation.values());
        }
    }

    @Test
    void theCutIsWhereTheNameSays() {
        assertThat(segments(Segmentation.WHOLE)).containsExactly(MESSAGE);
        assertThat(segments(Segmentation.IN_START_LINE).get(0)).isEqualTo("POST / ");
        assertThat(segments(Segmentation.IN_HEADER_LINE).get(0)).isEqualTo("POST / HTTP/1.1\r\nHos");
        assertThat(segments(Segmentation.BETWEEN_CR_AND_LF).get(0)).endsWith("\r\n\r");
        assertThat(segments(Segmentation.AFTER_HEAD).get(0)).endsWith("\r\n\r\n");
        assertThat(segments(Segmentation.IN_BODY).get(0)).endsWith("\r\n\r\nbo");
        assertThat(segments(Segmentation.BYTES)).hasSize(MESSAGE.length());
    }

    private static List<String> segments(Segmentation segmentation) {
        return segmentation.segments(MESSAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {MESSAGE, "\r\n", "\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "ab", "a"})
    void noByteIsLostAndNoSegmentIsEmpty(String text) {
        List<String> segments = Segmentation.current().segments(text);

        assertThat(String.join("", segments)).isEqualTo(text);
        assertThat(segments).doesNotContain("");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WHOLE")
    void whatHasNoSuchPlaceIsCutAllTheSame(Segmentation segmentation) {
        assertThat(segmentation.segments("part")).hasSizeGreaterThan(1);
    }
}
