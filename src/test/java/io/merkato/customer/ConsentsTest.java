package io.merkato.customer;

import static io.merkato.customer.CustomerCalls.change;
import static io.merkato.customer.CustomerCalls.done;
import static io.merkato.customer.CustomerCalls.me;
import static io.merkato.customer.CustomerCalls.refusal;
import static io.merkato.customer.CustomerCalls.strings;
import static io.merkato.customer.CustomerCalls.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.identity.BuiltInRole;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** How much is kept of what customers agree to. */
@MerkatoTest
class ConsentsTest {

    private final Client guest;
    private final Client staff;

    ConsentsTest(Client client, Merchants merchants) {
        var merchant = merchants.open();
        Client visitor = client.in(merchant.slug());
        this.guest = visitor.with(
                "Merkato-Guest",
                visitor.data("mutation { guestStart { guestToken } }")
                        .at("/guestStart/guestToken")
                        .asString());
        this.staff = merchants.staff(merchant, BuiltInRole.SUPPORT);
    }

    @Test
    void who_says_the_same_again_has_said_it_the_first_time() {
        String first = record(guest, "ANALYTICS", true, "checkout");

        assertThat(record(guest, "ANALYTICS", true, " checkout ")).isEqualTo(first);
        assertThat(history()).isEqualTo(1);
        assertThat(record(guest, "ANALYTICS", true, "banner")).isNotEqualTo(first);
        assertThat(record(guest, "PERSONALISATION", true, "banner")).isNotEqualTo(first);
        assertThat(record(guest, "ANALYTICS", false, "banner")).isNotEqualTo(first);
        assertThat(record(guest, "ANALYTICS", true, "checkout")).isNotEqualTo(first);
        assertThat(history()).isEqualTo(5);
    }

    @Test
    void what_staff_wrote_down_is_not_what_the_customer_says() {
        String customer = me(guest);
        String byStaff =
                "customerConsentRecord(customerId: \"%s\", input: {purpose: TERMS, granted: true, source: \"form\"})"
                        .formatted(customer);
        String first = recorded(staff, byStaff);

        assertThat(recorded(staff, byStaff)).isEqualTo(first);
        assertThat(record(guest, "TERMS", true, "form")).isNotEqualTo(first);
        assertThat(history()).isEqualTo(2);
    }

    @Test
    void a_thousand_are_kept_and_what_is_in_force_can_be_taken_back_even_then() throws SQLException {
        String customer = uuid(me(guest));
        record(guest, "ANALYTICS", true, "checkout");
        change("""
                insert into customer.consent (tenant_id, id, customer_id, purpose, granted, source, recorded_at)
                select tenant_id, gen_random_uuid(), id, 'TERMS', false, 'test', now() - interval '1 day'
                from customer.customer, generate_series(1, 998) where id = '%s'
                """.formatted(customer));

        record(guest, "ANALYTICS", true, "the thousandth");
        assertThat(refusal(guest, recording("ANALYTICS", true, "one more"))).isEqualTo("NOT_ALLOWED input");
        record(guest, "ANALYTICS", false, "account");
        assertThat(refusal(guest, recording("ANALYTICS", false, "one more"))).isEqualTo("NOT_ALLOWED input");
        assertThat(refusal(guest, recording("ANALYTICS", true, "one more"))).isEqualTo("NOT_ALLOWED input");
        assertThat(history()).isEqualTo(1001);
    }

    @Test
    void a_programs_name_is_kept_as_far_as_500_characters() throws SQLException {
        record(guest.with("User-Agent", "a".repeat(600)), "ANALYTICS", true, "checkout");

        assertThat(strings(
                        "select user_agent from customer.consent where customer_id = '%s'".formatted(uuid(me(guest)))))
                .containsExactly("a".repeat(500));
    }

    private int history() {
        return guest.data("{ viewer { customer { consentHistory(first: 1) { totalCount } } } }")
                .at("/viewer/customer/consentHistory/totalCount")
                .asInt();
    }

    private static String record(Client who, String purpose, boolean granted, String source) {
        return recorded(who, recording(purpose, granted, source));
    }

    private static String recorded(Client who, String recording) {
        return done(who, recording, "consent { recordedAt }")
                .at("/consent/recordedAt")
                .asString();
    }

    private static String recording(String purpose, boolean granted, String source) {
        return "customerConsentRecord(input: {purpose: %s, granted: %s, source: \"%s\"})"
                .formatted(purpose, granted, source);
    }
}
