package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A member with a role of the merchant's own making, limited to the store “here”, and what is the store “there”'s. */
@MerkatoTest
class StoreLimitsTest {

    private static final String SET_OVERRIDE = """
            mutation ($p: ID!, $s: ID!, $i: ProductStoreOverrideSetInput!, $v: Int!) {
                productStoreOverrideSet(productId: $p, storeId: $s, input: $i, ifVersion: $v) { product { version } userErrors { code path } } }""";
    private static final String OVERRIDES = """
            query ($p: ID!) { product(id: $p) { version storeOverrides { store { code } visible translations { name } }
                variants(first: 5) { nodes { id prices { price { amount } store { code } } } } } }""";

    private final Merchants merchants;
    private final Merchant merchant;
    private final Client owner;
    private final String email;
    private final Client member;
    private final String here;
    private final String there;
    private final String product;

    StoreLimitsTest(Merchants merchants) {
        this.merchants = merchants;
        this.merchant = merchants.open();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.here = open("here");
        this.there = open("there");
        String role = done(owner, """
                                mutation { roleCreate(input: {name: "Shopkeepers", permissions: [CATALOG_READ, CATALOG_WRITE, STORES_MANAGE, PROMOTIONS_READ]}) {
                                    role { id } userErrors { code path } } }""", Map.of()).at("/role/id").asString();
        this.email = merchants.hire(merchant, BuiltInRole.SUPPORT);
        done(
                owner,
                "mutation ($id: ID!, $role: ID!, $store: ID!) { memberUpdate(id: $id, input: {roleId: $role, stores: {only: [$store]}}) { userErrors { code path } } }",
                Map.of("id", memberId(), "role", role, "store", here));
        this.member = merchants.signedIn(merchant.slug(), email).with("Merkato-Store", "here");
        this.product = done(owner, """
                                mutation { productCreate(input: {name: "Jebena", kind: SIMPLE,
                                    variants: [{sku: "J-1", prices: [{price: {amount: "320", currency: "ETB"}}]}]}) { product { id } userErrors { code path } } }""", Map.of()).at("/product/id").asString();
        override(here, "Jebena here", "300");
        override(there, "Jebena there", "350");
    }

    private String open(String code) {
        return done(
                        owner,
                        "mutation ($code: String!) { storeCreate(input: {code: $code, name: $code}) { store { id } userErrors { code path } } }",
                        Map.of("code", code))
                .at("/store/id")
                .asString();
    }

    private void override(String store, String name, String price) {
        JsonNode now = overrides(owner);
        var input = Map.of(
                "visible",
                false,
                "contents",
                List.of(Map.of("locale", "en", "name", name)),
                "prices",
                List.of(Map.of(
                        "variantId",
                        now.at("/variants/nodes/0/id").asString(),
                        "price",
                        Map.of("amount", price, "currency", "ETB"))));
        done(
                owner,
                SET_OVERRIDE,
                Map.of(
                        "p",
                        product,
                        "s",
                        store,
                        "i",
                        input,
                        "v",
                        now.get("version").asInt()));
    }

    private JsonNode overrides(Client as) {
        return as.data(OVERRIDES, Map.of("p", product)).get("product");
    }

    private String memberId() {
        return owner.data("{ members(first: 100) { nodes { id invitedAs } } }")
                .at("/members/nodes")
                .valueStream()
                .filter(each -> each.get("invitedAs").asString().equals(email))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    /** The payload of a mutation that must not be refused. */
    private static JsonNode done(Client as, String document, Map<String, ?> variables) {
        JsonNode payload = as.data(document, variables).iterator().next();
        assertThat(payload.get("userErrors").size()).as(payload.toString()).isZero();
        return payload;
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asString("none");
    }

    @Test
    void a_right_held_for_other_stores_is_told_from_one_not_held_at_all() {
        String create = "mutation { brandCreate(input: {name: \"B\"}) { userErrors { code } } }";
        assertThat(member.run(create).at("/errors/0/extensions").toString())
                .isEqualTo(
                        "{\"code\":\"FORBIDDEN\",\"permission\":\"CATALOG_WRITE\",\"reason\":\"EVERY_STORE_NEEDED\"}");
        assertThat(member.run(create).at("/errors/0/message").asString())
                .isEqualTo("This needs the permission CATALOG_WRITE for every store, and you hold it for some.");

        JsonNode elsewhere =
                member.run(SET_OVERRIDE, Map.of("p", product, "s", there, "i", Map.of("visible", true), "v", 1));
        assertThat(elsewhere.at("/errors/0/extensions/reason").asString()).isEqualTo("THIS_STORE_NEEDED");
        assertThat(member.run("{ auditLog(first: 1) { nodes { id } } }")
                        .at("/errors/0/extensions/reason")
                        .asString())
                .isEqualTo("PERMISSION_MISSING");
    }

    @Test
    void the_settings_of_another_store_are_not_to_be_changed() {
        String before = settings(owner);
        for (String mutation : List.of(
                "storeUpdate(id: $id, input: {name: \"Mine\"}) { userErrors { code } }",
                "storeUpdate(id: $id, input: {domains: []}) { userErrors { code } }",
                "storeUpdate(id: $id, input: {}) { userErrors { code } }",
                "storePause(id: $id) { userErrors { code } }",
                "storeResume(id: $id) { userErrors { code } }",
                "storeClose(id: $id) { userErrors { code } }",
                "storeReopen(id: $id) { userErrors { code } }",
                "storeSetDefault(id: $id) { userErrors { code } }")) {
            assertThat(code(member.run("mutation ($id: ID!) { " + mutation + " }", Map.of("id", there))))
                    .as(mutation)
                    .isEqualTo("FORBIDDEN");
        }
        assertThat(code(member.run(
                        "mutation { storeCreate(input: {code: \"x\", name: \"X\"}) { userErrors { code } } }")))
                .isEqualTo("FORBIDDEN");
        assertThat(settings(owner)).isEqualTo(before);

        done(
                member,
                "mutation ($id: ID!) { storeUpdate(id: $id, input: {name: \"Mine\"}) { userErrors { code } } }",
                Map.of("id", here));
    }

    @Test
    void coupons_are_of_no_store_and_seen_by_who_reads_them_for_every_one() {
        String coupon = done(
                        owner,
                        "mutation { couponCreate(input: {code: \"BUNA\", discount: {percent: \"5\"}}) { coupon { id } userErrors { code } } }",
                        Map.of())
                .at("/coupon/id")
                .asString();

        for (String query : List.of(
                "coupons(first: 5) { nodes { code } }",
                "couponByCode(code: \"BUNA\") { code }",
                "couponRedemptions(first: 5) { nodes { id } }")) {
            assertThat(member.run("{ " + query + " }")
                            .at("/errors/0/extensions/reason")
                            .asString())
                    .as(query)
                    .isEqualTo("EVERY_STORE_NEEDED");
        }
        assertThat(member.data(
                                "query ($id: ID!) { coupon(id: $id) { code } node(id: $id) { id } }",
                                Map.of("id", coupon))
                        .toString())
                .isEqualTo("{\"coupon\":null,\"node\":null}");
        assertThat(owner.data("{ couponByCode(code: \"BUNA\") { code } }")
                        .at("/couponByCode/code")
                        .asString())
                .isEqualTo("BUNA");
    }

    private static String codes(Client as) {
        return as.data("{ stores(first: 10) { nodes { code } } }")
                .at("/stores/nodes")
                .toString();
    }

    private static String settings(Client as) {
        return as.data("{ stores(first: 10) { nodes { code name status isDefault domains version } } }")
                .at("/stores/nodes")
                .toString();
    }

    @Test
    void what_another_store_shows_otherwise_is_neither_seen_nor_changed() {
        assertThat(overrides(owner).get("storeOverrides").size()).isEqualTo(2);
        assertThat(overrides(member).get("storeOverrides").toString())
                .isEqualTo(
                        "[{\"store\":{\"code\":\"here\"},\"visible\":false,\"translations\":[{\"name\":\"Jebena here\"}]}]");
        assertThat(overrides(member).at("/variants/nodes/0/prices").toString())
                .isEqualTo(
                        "[{\"price\":{\"amount\":\"320.00\"},\"store\":null},{\"price\":{\"amount\":\"300.00\"},\"store\":{\"code\":\"here\"}}]");

        String before = overrides(owner).toString();
        int version = overrides(owner).get("version").asInt();
        for (Map<String, ?> input : List.<Map<String, ?>>of(
                Map.of(),
                Map.of("visible", true),
                Map.of("contents", List.of()),
                Map.of("prices", List.of()),
                Map.of("contents", List.of(), "prices", List.of()))) {
            assertThat(code(member.run(SET_OVERRIDE, Map.of("p", product, "s", there, "i", input, "v", version))))
                    .as(input.toString())
                    .isEqualTo("FORBIDDEN");
        }
        assertThat(code(member.run(
                        "mutation ($p: ID!, $s: ID!) { productStoreOverrideRemove(productId: $p, storeId: $s) { userErrors { code } } }",
                        Map.of("p", product, "s", there))))
                .isEqualTo("FORBIDDEN");
        assertThat(overrides(owner).toString()).isEqualTo(before);

        done(member, SET_OVERRIDE, Map.of("p", product, "s", here, "i", Map.of("contents", List.of()), "v", version));
    }

    @Test
    void who_changes_what_their_store_shows_reads_no_other_store_by_it() {
        String shown = "{ product { name variants(first: 1) { nodes { price { amount } } } } userErrors { code } } }";
        String set =
                "mutation ($p: ID!, $s: ID!, $v: Int!) { productStoreOverrideSet(productId: $p, storeId: $s, input: {visible: true}, ifVersion: $v) "
                        + shown;
        String remove = "mutation ($p: ID!, $s: ID!) { productStoreOverrideRemove(productId: $p, storeId: $s) " + shown;
        int version = overrides(owner).get("version").asInt();

        assertThat(done(member.with("Merkato-Store", "there"), set, Map.of("p", product, "s", here, "v", version))
                        .toString())
                .isEqualTo("{\"product\":null,\"userErrors\":[]}");
        assertThat(done(member, set, Map.of("p", product, "s", here, "v", version + 1))
                        .toString())
                .isEqualTo(
                        "{\"product\":{\"name\":\"Jebena here\",\"variants\":{\"nodes\":[{\"price\":{\"amount\":\"300.00\"}}]}},\"userErrors\":[]}");
        assertThat(done(member.with("Merkato-Store", "there"), remove, Map.of("p", product, "s", here))
                        .toString())
                .isEqualTo("{\"product\":null,\"userErrors\":[]}");
        assertThat(overrides(owner).at("/storeOverrides/0/store/code").asString())
                .isEqualTo("there");
    }

    @Test
    void a_store_that_is_not_open_is_seen_by_its_own_staff_alone() {
        for (String store : List.of(here, there)) {
            done(owner, "mutation ($id: ID!) { storePause(id: $id) { userErrors { code } } }", Map.of("id", store));
        }

        assertThat(codes(owner)).isEqualTo("[{\"code\":\"main\"},{\"code\":\"here\"},{\"code\":\"there\"}]");
        assertThat(codes(member)).isEqualTo("[{\"code\":\"main\"},{\"code\":\"here\"}]");
        assertThat(member.data("{ storeView { store { code } } }")
                        .at("/storeView/store/code")
                        .asString())
                .isEqualTo("here");
        JsonNode asked = member.data(
                "query ($id: ID!) { node(id: $id) { id } store(code: \"there\") { id } }", Map.of("id", there));
        assertThat(asked.toString()).isEqualTo("{\"node\":null,\"store\":null}");
        assertThat(code(member.with("Merkato-Store", "there").run("{ storeView { store { code } } }")))
                .isEqualTo("NOT_FOUND");
        assertThat(owner.with("Merkato-Store", "there")
                        .data("{ storeView { store { code } } }")
                        .at("/storeView/store/code")
                        .asString())
                .isEqualTo("there");
    }

    @Test
    void limited_to_no_store_is_limited_to_none() throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                var delete = superuser.prepareStatement("delete from identity.member_store where tenant_id = ?")) {
            delete.setObject(1, merchant.tenant().id().value());
            delete.execute();
        }
        Client nowhere = merchants.signedIn(merchant.slug(), merchants.hire(merchant, BuiltInRole.SUPPORT));
        assertThat(nowhere.data("{ viewer { storeIds } }")
                        .at("/viewer/storeIds")
                        .isNull())
                .isTrue();
        Client stranded = merchants.signedIn(merchant.slug(), email);
        done(owner, "mutation ($id: ID!) { storePause(id: $id) { userErrors { code } } }", Map.of("id", there));

        for (String store : List.of(here, there)) {
            assertThat(code(stranded.run(
                            "mutation ($id: ID!) { storeUpdate(id: $id, input: {name: \"Mine\"}) { userErrors { code } } }",
                            Map.of("id", store))))
                    .isEqualTo("FORBIDDEN");
            assertThat(code(stranded.run(
                            SET_OVERRIDE, Map.of("p", product, "s", store, "i", Map.of("visible", true), "v", 1))))
                    .isEqualTo("FORBIDDEN");
        }
        assertThat(codes(stranded)).isEqualTo("[{\"code\":\"main\"},{\"code\":\"here\"}]");
        assertThat(code(stranded.run("{ products(first: 1) { nodes { storeOverrides { store { id } } } } }")))
                .isEqualTo("none");
        assertThat(stranded.run(OVERRIDES, Map.of("p", product))
                        .at("/data/product")
                        .isNull())
                .isTrue();
    }
}
