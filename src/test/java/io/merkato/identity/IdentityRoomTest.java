package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The last places go to as many as there are, however many ask at once. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class IdentityRoomTest {

    private static final String FULL = "[{\"code\":\"OUT_OF_RANGE\",\"path\":[\"input\"]}]";

    private final Merchant merchant;
    private final Client owner;

    IdentityRoomTest(Merchants merchants) {
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    @Test
    void two_new_roles_for_eight_who_ask_at_once() throws Exception {
        run("""
                insert into identity.role (tenant_id, id, name)
                select r.tenant_id, gen_random_uuid(), 'R' || n
                from (select tenant_id, count(*) from identity.role where tenant_id = $T group by tenant_id) r, generate_series(1, 248 - r.count) n
                """);

        List<String> refusals = AtOnce.all(
                8,
                i -> refusals("roleCreate(input: {name: \"New " + i
                        + "\", permissions: [CATALOG_READ]}) { userErrors { code path } }"));

        assertThat(refusals).filteredOn(each -> each.equals("[]")).hasSize(2);
        assertThat(refusals).filteredOn(each -> !each.equals("[]")).hasSize(6).containsOnly(FULL);
    }

    @Test
    void two_new_keys_for_eight_who_ask_at_once_and_what_ended_takes_no_place() throws Exception {
        keys("null", "now()", 300);
        keys("now() - interval '1 day'", "null", 300);
        keys("now() + interval '1 day'", "null", 248);

        List<String> refusals = AtOnce.all(
                8,
                i -> refusals("apiKeyCreate(input: {name: \"New " + i
                        + "\", permissions: [CATALOG_READ], stores: {every: true}}) { userErrors { code path } }"));

        assertThat(refusals).filteredOn(each -> each.equals("[]")).hasSize(2);
        assertThat(refusals).filteredOn(each -> !each.equals("[]")).hasSize(6).containsOnly(FULL);
    }

    private void keys(String expiresAt, String revokedAt, int many) throws SQLException {
        run("""
                insert into identity.api_key (tenant_id, id, name, prefix, hash, every_store, created_by, created_at, expires_at, revoked_at)
                select $T, gen_random_uuid(), 'Till', 'mk_', sha256(gen_random_uuid()::text::bytea), true, 'test', now() - interval '2 days', %s, %s
                from generate_series(1, %s)
                """.formatted(expiresAt, revokedAt, many));
    }

    private String refusals(String mutation) {
        return owner.data("mutation { " + mutation + " }")
                .iterator()
                .next()
                .get("userErrors")
                .toString();
    }

    private void run(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                Statement statement = superuser.createStatement()) {
            statement.execute(sql.replace("$T", "'" + merchant.tenant().id().value() + "'::uuid"));
        }
    }
}
