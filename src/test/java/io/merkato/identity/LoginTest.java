package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {

    @ParameterizedTest
    @CsvSource({
        "Abebe@Example.COM, abebe@example.com",
        "' abebe@example.com ', abebe@example.com",
        "ＡＢＥＢＥ@example.com, abebe@example.com",
        "aïssatou@exämple.sn, aïssatou@xn--exmple-cua.sn",
        "a+b@sub.example.com, a+b@sub.example.com"
    })
    void an_address_has_one_form_to_be_found_by(String typed, String key) {
        assertThat(Login.parse(typed, null)).map(Login::key).contains(key);
    }

    @ParameterizedTest
    @CsvSource({
        "+251 91 123 4567, , +251911234567",
        "0911234567, ET, +251911234567",
        "77 123 45 67, SN, +221771234567",
        "00251911234567, SN, +251911234567",
        "'0712 345 678', KE, +254712345678"
    })
    void a_number_is_kept_as_e164(String typed, String country, String key) {
        assertThat(Login.parse(typed, country)).map(Login::key).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "@",
                "a@",
                "@b.com",
                "a@b",
                "a@b@c.com",
                "a b@c.com",
                "a\u0000@c.com",
                "a@c..com",
                "0911234567",
                "+1",
                "+491234",
                "+49123456789012345",
                "abc",
                "null",
                "a\u202e@c.com"
            })
    void anything_else_is_no_login(String typed) {
        assertThat(Login.parse(typed, null)).isEmpty();
    }

    @Test
    void an_address_of_more_than_254_characters_is_no_login() {
        assertThat(Login.parse("a@" + "b".repeat(250) + ".com", null)).isEmpty();
    }
}
