package io.merkato.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaGuardTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "=1+1, '=1+1",
                "+251, '+251",
                "-10 % off, '-10 % off",
                "@home, '@home",
                "＝1+1, '＝1+1",
                "＋251, '＋251",
                "－10, '－10",
                "＠home, '＠home",
                "'=1, ''=1",
                "'tis, 'tis",
                "plain, plain"
            })
    void a_cell_that_would_start_a_formula_is_written_behind_an_apostrophe_and_read_back_as_it_was(
            String cell, String written) {
        assertThat(FormulaGuard.write(cell)).isEqualTo(written);
        assertThat(FormulaGuard.read(written)).isEqualTo(cell);
    }

    @Test
    void a_cell_with_a_semicolon_or_a_tab_is_one_for_spreadsheets_that_split_there_too() throws IOException {
        var text = new StringWriter();
        try (var csv = FormulaGuard.csv(text)) {
            csv.writeRecord("plain", "x;=1+1", "x\t=1+1", "x,y", "");
        }

        assertThat(text).hasToString("plain,\"x;=1+1\",\"x\t=1+1\",\"x,y\",\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\t=1", "\r=1", "\n=1", "\n＝1"})
    void nor_does_a_cell_hide_a_formula_behind_what_spreadsheets_skip(String cell) {
        assertThat(FormulaGuard.write(cell)).isEqualTo("'" + cell);
        assertThat(FormulaGuard.read("'" + cell)).isEqualTo(cell);
    }
}
