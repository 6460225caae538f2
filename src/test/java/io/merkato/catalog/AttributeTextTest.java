package io.merkato.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeTextTest {

    @ParameterizedTest
    @CsvSource({
        "DECIMAL, 1e11, 100000000000",
        "DECIMAL, 1.50, 1.5",
        "DATE, 0001-01-01, 0001-01-01",
        "DATE, 9999-12-31, 9999-12-31",
        "DATE_TIME, 9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z"
    })
    void a_value_is_written_in_one_way(AttributeType type, String cell, String value) {
        assertThat(AttributeText.canonical(type, cell)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "DECIMAL, 1e12, is not a number with up to 12 digits before and 6 behind the point",
        "DECIMAL, 1e2147483647, is not a number with up to 12 digits before and 6 behind the point",
        "MEASURE, -1e2147483647, is not a number with up to 12 digits before and 6 behind the point",
        "DECIMAL, 1e-2147483647, is not a number with up to 12 digits before and 6 behind the point",
        "DATE, +999999999-12-31, is not a date such as 2026-05-31",
        "DATE, 0000-12-31, is not a date such as 2026-05-31",
        "DATE_TIME, +300000-01-01T00:00:00Z, is not a time such as 2026-05-31T09:30:00Z",
        "DATE_TIME, 9999-12-31T23:30:00-01:00, is not a time such as 2026-05-31T09:30:00Z"
    })
    void what_is_no_value_is_said_of_its_cell(AttributeType type, String cell, String words) {
        assertThatThrownBy(() -> AttributeText.canonical(type, cell))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(words);
    }
}
