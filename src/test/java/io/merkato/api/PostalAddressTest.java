package io.merkato.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PostalAddressTest {

    private static final String[] PATH = {"input", "address"};

    @Test
    void an_address_is_kept_without_white_space_around_it_and_with_a_phone_number_that_can_be_called_from_anywhere() {
        assertThat(new PostalAddressInput(
                                " Almaz ",
                                "Bekele",
                                "  ",
                                "Bole Road 12",
                                null,
                                "አዲስ አበባ",
                                "AA",
                                "1000",
                                "ET",
                                "0911 223344")
                        .address(PATH))
                .isEqualTo(new PostalAddress(
                        "Almaz", "Bekele", null, "Bole Road 12", null, "አዲስ አበባ", "AA", "1000", "ET", "+251911223344"));
    }

    @Test
    void what_is_stored_reads_back_the_same() {
        var address = new PostalAddress(
                "Awa", null, "Chez \"Awa\"", "Médina, rue 22", null, "Dakar", "DK", null, "SN", "+221771234567");
        var converter = new PostalAddressConverter();

        assertThat(converter.from(converter.to(address))).isEqualTo(address);
        assertThat(converter.to(null)).isNull();
        assertThat(address.stored().data()).doesNotContain("familyName", "null");
    }

    @Test
    void everything_that_is_wrong_is_named_at_once() {
        assertThatThrownBy(() -> input("x".repeat(101), "a\nb", "no number").address(PATH))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.errors())
                                .extracting(UserError::code, error -> String.join(".", error.path()))
                                .containsExactly(
                                        tuple(UserErrorCode.INVALID, "input.address.phone"),
                                        tuple(UserErrorCode.TOO_LONG, "input.address.givenName"),
                                        tuple(UserErrorCode.INVALID, "input.address.line1")));
    }

    @Test
    void letters_are_counted_as_people_count_them() {
        assertThat(input("🙂".repeat(100), null, null).address(PATH).givenName())
                .hasSize(200);
    }

    @Test
    void a_log_learns_of_an_address_only_which_country_it_is_in() {
        assertThat(input("Almaz", "Bole Road 12", null)).hasToString("PostalAddressInput[ET]");
        assertThat(input("Almaz", "Bole Road 12", null).address(PATH)).hasToString("PostalAddress[ET]");
    }

    private static PostalAddressInput input(
            @Nullable String givenName, @Nullable String line1, @Nullable String phone) {
        return new PostalAddressInput(givenName, null, null, line1, null, null, null, null, "ET", phone);
    }
}
