package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedTest {

    @Test
    void names_come_out_as_they_went_in_whatever_signs_they_have() {
        List<String> signs = List.of("\\", ",", "a");
        for (int n = 0; n < 243; n++) {
            var name = new StringBuilder();
            for (int rest = n, i = 0; i < 5; i++, rest /= 3) {
                name.append(signs.get(rest % 3));
            }
            List<String> names = List.of(name.toString(), "b", name.toString());

            assertThat(Joined.split(Joined.of(names, ", "), ',')).isEqualTo(names);
        }
    }

    @Test
    void only_what_would_be_read_otherwise_is_written_otherwise() {
        assertThat(Joined.of(List.of("Men > Shoes", "C:\\new", "x\\"), " > "))
                .isEqualTo("Men \\> Shoes > C:\\new > x\\\\");
        assertThat(Joined.split(" Men \\> Shoes>  C:\\new > > ", '>')).containsExactly("Men > Shoes", "C:\\new");
        assertThat(Joined.split("", '>')).isEmpty();
    }
}
