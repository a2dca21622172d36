// SPDX-License-Identifier: Apache-2.0
package io.snowloop.http.h2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.snowloop.testing.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A ring that grows and wraps around, against a plain list. Encoder and decoder share the class, so they don't test it. */
class DynamicTableTest {
    @Seeds(200)
    void fieldsEnterAndLeaveAsInAList(long seed) {
        Random random = new Random(seed);
        DynamicTable table = new DynamicTable(400);
        List<HeaderField> model = new ArrayList<>(); // the newest first
        int maxSize = 400;
        for (int i = 0; i < 300; i++) {
            if (random.nextInt(20) == 0) {
                maxSize = random.nextInt(10) == 0 ? 0 : random.nextInt(4000);
                table.setMaxSize(maxSize);
            } else {
                HeaderField field = new HeaderField("a", "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 900 : 9)));
                table.add(field);
                model.add(0, field);
            }
            while (model.stream().mapToInt(HeaderField::size).sum() > maxSize) {
                model.remove(model.size() - 1);
            }
            assertThat(table.maxSize()).isEqualTo(maxSize);
            assertThat(fields(table)).isEqualTo(model);
        }
    }

    private static List<HeaderField> fields(DynamicTable table) {
        List<HeaderField> fields = new ArrayList<>();
        for (int index = 1; index <= table.count(); index++) {
            fields.add(table.get(index));
        }
        assertThat(table.get(0)).isNull();
        assertThat(table.get(-1)).isNull();
        assertThat(table.get(table.count() + 1)).isNull();
        return fields;
    }
}
