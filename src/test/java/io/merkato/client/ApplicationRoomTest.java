package io.merkato.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The last places go to as many as there are, however many ask at once. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class ApplicationRoomTest {

    private final Merchant merchant;
    private final Client owner;

    ApplicationRoomTest(Merchants merchants) {
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    @Test
    void two_new_applications_for_eight_who_ask_at_once() throws Exception {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute(
                            "insert into client.application (tenant_id, id, code, mode) select '%s', gen_random_uuid(), 'a' || n, 'APQ' from generate_series(1, 198) n"
                                    .formatted(merchant.tenant().id().value()));
        }

        List<String> refusals = AtOnce.all(
                8,
                i -> owner.data("mutation { clientApplicationCreate(input: {code: \"new" + i
                                + "\"}) { userErrors { code path } } }")
                        .at("/clientApplicationCreate/userErrors")
                        .toString());

        assertThat(refusals).filteredOn(each -> each.equals("[]")).hasSize(2);
        assertThat(refusals)
                .filteredOn(each -> !each.equals("[]"))
                .hasSize(6)
                .containsOnly("[{\"code\":\"TOO_LONG\",\"path\":null}]");
    }
}
