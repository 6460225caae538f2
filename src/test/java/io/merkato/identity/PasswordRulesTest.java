package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.text.Normalizer;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ninechars",
                "password123",
                "ｐａｓｓｗｏｒｄ１２３",
                "e\u0301e\u0301e\u0301e\u0301è\u0301", // five letters
                "QwertyUiop",
                "aaaaaaaaaaaa",
                "abcdefghijkl",
                "9876543210",
                "abebe@example.com",
                "my abebe@example.com 1",
                "my ａｂｅｂｅ@example.com 1"
            })
    void short_common_and_obvious_passwords_are_refused(String password) {
        assertThat(PasswordRules.objection(new Secret(password), Set.of("abebe@example.com"), "input", "password"))
                .map(Refusal::code)
                .contains(UserErrorCode.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ten charac", "ቡና እና ዳቦ በየቀኑ", "correct horse battery", "x9!x9!x9!x"})
    void any_other_of_ten_characters_is_fine(String password) {
        assertThat(PasswordRules.objection(new Secret(password), Set.of("abebe@example.com"), "input", "password"))
                .isEmpty();
    }

    @Test
    void one_is_as_long_as_it_is_written_at_its_shortest() {
        String composed = "\u00e9x".repeat(64);
        assertThat(PasswordRules.objection(
                        new Secret(Normalizer.normalize(composed, Normalizer.Form.NFD)), Set.of(), "input", "password"))
                .isEmpty();
        assertThat(PasswordRules.objection(new Secret("\ufdfa".repeat(10)), Set.of(), "input", "password"))
                .map(Refusal::code)
                .contains(UserErrorCode.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 100_000})
    void one_of_more_than_128_characters_is_refused(int length) {
        assertThat(PasswordRules.objection(new Secret("ab".repeat(length / 2 + 1)), Set.of(), "input", "password"))
                .map(Refusal::code)
                .contains(UserErrorCode.TOO_LONG);
    }
}
