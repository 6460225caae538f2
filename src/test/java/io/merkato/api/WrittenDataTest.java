package io.merkato.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WrittenDataTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String ODD = "\0\"1\0 ☕ 🏺 \n";

    private static Map<String, @Nullable Object> thing(String name, @Nullable Object left) {
        var thing = new LinkedHashMap<String, @Nullable Object>();
        thing.put("name", name);
        thing.put("left", left);
        return thing;
    }

    private static Map<String, Object> data(@Nullable Object first, @Nullable Object second, @Nullable Object own) {
        var data = new LinkedHashMap<String, Object>();
        data.put("things", List.of(thing(ODD, first), thing("pot", second)));
        data.put("own", Arrays.asList(own));
        return data;
    }

    private static String sent(Map<String, Object> data) {
        return new String(JSON.writeValueAsBytes(Map.of("data", data)), UTF_8);
    }

    @Test
    void it_is_sent_as_what_it_was_written_from_with_what_was_left_open_filled_in() {
        WrittenData written = WrittenData.of(
                JSON,
                data(1, 2, true),
                List.of(List.of("own", 0), List.of("things", 1, "left"), List.of("things", 0, "left")));

        for (var values : List.of(Arrays.asList(true, 2, 1), Arrays.asList(null, 77_777, false))) {
            Map<String, Object> now = data(values.get(2), values.get(1), values.get(0));
            FilledData filled = written.filled(values);
            assertThat(sent(filled)).isEqualTo(sent(now));
            assertThat(filled).isEqualTo(now);
        }
    }

    @Test
    void with_nothing_left_open_it_is_all_text() {
        Map<String, Object> data = data(null, "\u1200\u1208\u1210", List.of());

        assertThat(sent(WrittenData.of(JSON, data, List.of()).filled(List.of())))
                .isEqualTo(sent(data));
    }

    @Test
    void what_it_is_written_from_stays_as_it_is() {
        Map<String, Object> data = data(1, 2, true);

        WrittenData.of(JSON, data, List.of(List.of("things", 1, "left")));

        assertThat(data).isEqualTo(data(1, 2, true));
    }

    @Test
    void a_text_that_utf_8_does_not_have_is_not_written() {
        Map<String, Object> torn = data(1, "half of \ud83c", true);

        assertThatThrownBy(() -> WrittenData.of(JSON, torn, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
