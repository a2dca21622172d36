// SPDX-License-Identifier: Apache-2.0
package io.snowloop.server.multipart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispositionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '~',
            value = {
                "form-data; name=\"a\"; filename=\"b.png\"              ! a         ! b.png",
                "Form-Data;NAME=a ;filename = b.png                     ! a         ! b.png",
                "form-data; name=\"App\\Models\\User\"                  ! App\\Models\\User !",
                "form-data; name=\"test\\\"; filename=\"b\\\"           ! test\\    ! b\\",
                "form-data; name=\"C:\\dir\\a\"; filename=\"\\\\s\\b\"  ! C:\\dir\\a ! \\\\s\\b",
                "form-data; filename=\"3\\\" wide.jpg\"; name=a         ! a         ! 3\" wide.jpg",
                "form-data; name=\"a%22%0D%0Ab\"; filename=\"a;b=\"c\"  ! ~a\"\r\nb~ ! a;b=\"c",
                "form-data; name=\"\u00c3\u00a4\"                       ! \u00e4    !",
                "form-data; name=\"a\"; name=\"b\"; filename*=c; d      ! a         !",
                "form-data; name=\"\" ; filename=                       ! ~~        ! ~~",
                "form-data; name=\"a; filename=b                        ! a; filename=b !",
                "form-data; ; =x; filename=b                            !           ! b",
            })
    void isThatOfABrowserAndOfOldClients(String field, String name, String fileName) {
        assertThat(Disposition.parse(field)).isEqualTo(new Disposition(name, fileName));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "attachment; name=a", "form-data-2; name=a", "name=a"})
    void anotherKindIsNone(String field) {
        assertThat(Disposition.parse(field)).isNull();
    }

    @Test
    void manyQuotesAreReadOnce() {
        assertThat(Disposition.parse("form-data; name=\"" + "\" ".repeat(2_000)).name())
                .isEqualTo("\" ".repeat(1_999));
    }
}
