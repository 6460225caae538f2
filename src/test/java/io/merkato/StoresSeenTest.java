package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.identity.BuiltInRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Which stores of a tenant are seen by whom, and how much of them. */
@MerkatoTest
class StoresSeenTest {

    private final Client client;
    private final Merchants merchants;

    StoresSeenTest(Client client, Merchants merchants) {
        this.client = client;
        this.merchants = merchants;
    }

    @Test
    void staff_finds_the_closed_ones_to_reopen_and_shoppers_do_not() {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        create(owner, "open");
        close(owner, create(owner, "shut"));

        assertThat(codes(owner, "status: {eq: CLOSED}")).containsExactly("shut");
        assertThat(codes(owner, "not: {status: {eq: CLOSED}}, code: {oneOf: [\"open\", \"shut\"]}"))
                .containsExactly("open");
        assertThat(codes(client.in(merchant.slug()), "status: {oneOf: [PAUSED, CLOSED]}"))
                .isEmpty();
        assertThat(codes(client.in(merchant.slug()), "or: [{code: {eq: \"shut\"}}, {code: {eq: \"open\"}}]"))
                .containsExactly("open");
    }

    @Test
    void who_keeps_one_store_sees_of_another_what_shoppers_see() {
        Merchants.Merchant merchant = merchants.open();
        Client owner = merchants.staff(merchant, BuiltInRole.OWNER);
        String mine = create(owner, "mine");
        create(owner, "theirs");
        String email = merchants.hire(merchant, BuiltInRole.ADMIN);
        String member = owner.data("{ members(first: 10) { nodes { id email } } }")
                .at("/members/nodes")
                .valueStream()
                .filter(each -> each.get("email").asString("").equals(email))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
        done(
                owner,
                "memberUpdate(id: \"%s\", input: {stores: {only: [\"%s\"]}}) { userErrors { message } }"
                        .formatted(member, mine));

        JsonNode seen = merchants
                .signedIn(merchant.slug(), email)
                .data(
                        "{ stores(first: 10, where: {code: {oneOf: [\"mine\", \"theirs\"]}}) { nodes { code version createdAt updatedAt closedAt } } }")
                .at("/stores/nodes");

        assertThat(seen.at("/0/code").asString()).isEqualTo("mine");
        assertThat(seen.at("/0/version").asInt()).isEqualTo(1);
        assertThat(seen.at("/0/createdAt").isNull()).isFalse();
        assertThat(seen.get(1).toString())
                .isEqualTo(
                        "{\"code\":\"theirs\",\"version\":null,\"createdAt\":null,\"updatedAt\":null,\"closedAt\":null}");
    }

    private static String create(Client owner, String code) {
        return done(
                        owner,
                        "storeCreate(input: {code: \"%s\", name: \"%s\"}) { store { id } userErrors { message } }"
                                .formatted(code, code))
                .at("/store/id")
                .asString();
    }

    private static void close(Client owner, String store) {
        done(owner, "storeClose(id: \"" + store + "\") { userErrors { message } }");
    }

    private static JsonNode done(Client owner, String mutation) {
        JsonNode payload = owner.data("mutation { done: " + mutation + " }").get("done");
        assertThat(payload.get("userErrors")).isEmpty();
        return payload;
    }

    private static List<String> codes(Client caller, String where) {
        return caller.data("{ stores(first: 10, where: {" + where + "}) { nodes { code } } }")
                .at("/stores/nodes")
                .valueStream()
                .map(node -> node.get("code").asString())
                .toList();
    }
}
