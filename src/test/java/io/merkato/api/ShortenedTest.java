package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortenedTest {

    @Test
    void no_character_is_cut_in_half() {
        assertThat(Shortened.start("ab😀cd", 2)).isEqualTo("ab");
        assertThat(Shortened.start("ab😀cd", 3)).isEqualTo("ab");
        assertThat(Shortened.start("ab😀cd", 4)).isEqualTo("ab😀");
        assertThat(Shortened.start("ab😀cd", 6)).isEqualTo("ab😀cd");
        assertThat(Shortened.end("ab😀cd", 2)).isEqualTo("cd");
        assertThat(Shortened.end("ab😀cd", 3)).isEqualTo("cd");
        assertThat(Shortened.end("ab😀cd", 4)).isEqualTo("😀cd");
        assertThat(Shortened.end("ab😀cd", 6)).isEqualTo("ab😀cd");
    }
}
