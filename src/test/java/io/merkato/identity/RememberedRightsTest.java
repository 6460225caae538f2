package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What somebody may do is read again where it was changed, and nobody else's is. */
@MerkatoTest
class RememberedRightsTest {

    private final Merchants merchants;
    private final Statements statements;
    private final Merchant merchant;
    private final Client owner;
    private final Client elsewhere;

    RememberedRightsTest(Merchants merchants, Statements statements) {
        this.merchants = merchants;
        this.statements = statements;
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.elsewhere = merchants.staff(merchants.open(), BuiltInRole.OWNER);
    }

    @BeforeEach
    void rights_are_remembered() {
        permissions(owner);
        permissions(elsewhere);
    }

    @Test
    void what_is_refused_makes_nobody_forget() {
        owner.data("mutation { memberRemove(id: \"member_\") { userErrors { code } } }");
        owner.data("mutation { memberUpdate(id: \"member_\", input: {}) { userErrors { code } } }");
        owner.data("mutation { roleUpdate(id: \"role_\", input: {}) { userErrors { code } } }");

        assertReadsNoRights(owner);
        assertReadsNoRights(elsewhere);
    }

    @Test
    void a_tenants_changes_make_nobody_elsewhere_forget() throws Exception {
        String role = owner.data(
                        "mutation { roleCreate(input: {name: \"Baristas\", permissions: [ORDERS_READ]}) { role { id } } }")
                .at("/roleCreate/role/id")
                .asString();
        String email = merchants.hire(merchant, BuiltInRole.SUPPORT);
        Client hired = merchants.signedIn(merchant.slug(), email);
        String member = member(email);
        permissions(hired);
        permissions(elsewhere);

        owner.data(
                "mutation ($id: ID!, $r: ID!) { memberUpdate(id: $id, input: {roleId: $r}) { userErrors { code } } }",
                Map.of("id", member, "r", role));
        assertThat(permissions(hired)).isEqualTo("[\"ORDERS_READ\"]");
        assertReadsNoRights(elsewhere);
        assertReadsNoRights(owner);

        owner.data(
                "mutation ($id: ID!) { roleUpdate(id: $id, input: {permissions: [CATALOG_READ]}) { userErrors { code } } }",
                Map.of("id", role));
        assertThat(permissions(hired)).isEqualTo("[\"CATALOG_READ\"]");
        assertReadsNoRights(elsewhere);
        assertReadsNoRights(owner);

        owner.data("mutation ($id: ID!) { memberRemove(id: $id) { userErrors { code } } }", Map.of("id", member));
        assertThat(permissions(hired)).isEqualTo("[]");
        assertReadsNoRights(elsewhere);
        assertReadsNoRights(owner);

        merchants.shopper(merchant).data("mutation { signOutEverywhere { ended } }");
        assertReadsNoRights(elsewhere);
    }

    private void assertReadsNoRights(Client client) {
        assertThat(statements.of(() -> permissions(client)))
                .filteredOn(sql ->
                        sql.contains("\"identity\".\"member\"") || sql.contains("\"identity\".\"platform_operator\""))
                .isEmpty();
    }

    private String member(String email) {
        for (JsonNode each : List.copyOf(owner.data("{ members(first: 10) { nodes { id invitedAs } } }")
                .at("/members/nodes")
                .values())) {
            if (each.get("invitedAs").asString().equals(email)) {
                return each.get("id").asString();
            }
        }
        throw new AssertionError(email);
    }

    private static String permissions(Client client) {
        return client.data("{ viewer { permissions } }")
                .at("/viewer/permissions")
                .toString();
    }
}
