package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Roles and members: what they give, and that nobody gives more than they have. */
@MerkatoTest
class StaffTest {

    private static final String INVITE = """
            mutation ($email: String, $role: ID!, $stores: StoreReachInput!) {
                memberInvite(input: {email: $email, roleId: $role, stores: $stores}) {
                    member { id invitedAs email acceptedAt role { builtIn } storeIds }
                    userErrors { code path }
                }
            }""";
    private static final String UPDATE = """
            mutation ($id: ID!, $input: MemberUpdateInput!, $version: Int) {
                memberUpdate(id: $id, input: $input, ifVersion: $version) {
                    member { role { builtIn name } version storeIds }
                    userErrors { code path }
                }
            }""";

    private final Merchants merchants;
    private final Client client;
    private final Merchant merchant;
    private final String ownerEmail;
    private final Client owner;

    StaffTest(Merchants merchants, Client client) {
        this.merchants = merchants;
        this.merchant = merchants.open();
        this.client = client.in(merchant.slug());
        this.ownerEmail = merchants.hire(merchant, BuiltInRole.OWNER);
        this.owner = merchants.signedIn(merchant.slug(), ownerEmail);
    }

    @Test
    void a_tenant_begins_with_the_six_built_in_roles() {
        assertThat(owner.data("{ roles(first: 10) { nodes { builtIn permissions } } }")
                        .at("/roles/nodes")
                        .toString())
                .isEqualTo(
                        "["
                                + "{\"builtIn\":\"ADMIN\",\"permissions\":[\"STORES_MANAGE\",\"STAFF_MANAGE\",\"API_KEYS_MANAGE\",\"CLIENTS_MANAGE\",\"AUDIT_READ\",\"CATALOG_READ\",\"CATALOG_WRITE\",\"COSTS_READ\",\"REVIEWS_MODERATE\",\"INVENTORY_READ\",\"INVENTORY_WRITE\",\"PRICING_READ\",\"PRICING_WRITE\",\"LEDGER_READ\",\"PAYMENTS_READ\",\"PAYMENTS_WRITE\",\"PAYMENTS_MANAGE\",\"LOYALTY_READ\",\"LOYALTY_WRITE\",\"LOYALTY_MANAGE\",\"STORE_CREDIT_READ\",\"STORE_CREDIT_WRITE\",\"CUSTOMERS_READ\",\"CUSTOMERS_WRITE\",\"ORDERS_READ\",\"ORDERS_WRITE\",\"ORDERS_IMPORT\",\"PROMOTIONS_READ\",\"PROMOTIONS_WRITE\",\"SHIPPING_READ\",\"SHIPPING_WRITE\",\"POS_SELL\",\"POS_MANAGE\",\"ANALYTICS_READ\",\"WEBHOOKS_READ\",\"WEBHOOKS_WRITE\"]},"
                                + "{\"builtIn\":\"ANALYST\",\"permissions\":[\"CATALOG_READ\",\"COSTS_READ\",\"INVENTORY_READ\",\"PRICING_READ\",\"LEDGER_READ\",\"PAYMENTS_READ\",\"LOYALTY_READ\",\"STORE_CREDIT_READ\",\"CUSTOMERS_READ\",\"ORDERS_READ\",\"PROMOTIONS_READ\",\"SHIPPING_READ\",\"ANALYTICS_READ\"]},"
                                + "{\"builtIn\":\"CATALOGUE\",\"permissions\":[\"CATALOG_READ\",\"CATALOG_WRITE\",\"COSTS_READ\",\"REVIEWS_MODERATE\",\"INVENTORY_READ\",\"INVENTORY_WRITE\",\"PRICING_READ\",\"PRICING_WRITE\",\"PROMOTIONS_READ\",\"PROMOTIONS_WRITE\"]},"
                                + "{\"builtIn\":\"ORDERS\",\"permissions\":[\"CATALOG_READ\",\"INVENTORY_READ\",\"INVENTORY_WRITE\",\"PRICING_READ\",\"PAYMENTS_READ\",\"PAYMENTS_WRITE\",\"LOYALTY_READ\",\"STORE_CREDIT_READ\",\"CUSTOMERS_READ\",\"CUSTOMERS_WRITE\",\"ORDERS_READ\",\"ORDERS_WRITE\",\"ORDERS_IMPORT\",\"PROMOTIONS_READ\",\"SHIPPING_READ\",\"POS_SELL\"]},"
                                + "{\"builtIn\":\"OWNER\",\"permissions\":[\"TENANT_MANAGE\",\"STORES_MANAGE\",\"STAFF_MANAGE\",\"API_KEYS_MANAGE\",\"CLIENTS_MANAGE\",\"AUDIT_READ\",\"CATALOG_READ\",\"CATALOG_WRITE\",\"COSTS_READ\",\"REVIEWS_MODERATE\",\"INVENTORY_READ\",\"INVENTORY_WRITE\",\"PRICING_READ\",\"PRICING_WRITE\",\"LEDGER_READ\",\"PAYMENTS_READ\",\"PAYMENTS_WRITE\",\"PAYMENTS_MANAGE\",\"LOYALTY_READ\",\"LOYALTY_WRITE\",\"LOYALTY_MANAGE\",\"STORE_CREDIT_READ\",\"STORE_CREDIT_WRITE\",\"CUSTOMERS_READ\",\"CUSTOMERS_WRITE\",\"ORDERS_READ\",\"ORDERS_WRITE\",\"ORDERS_IMPORT\",\"PROMOTIONS_READ\",\"PROMOTIONS_WRITE\",\"SHIPPING_READ\",\"SHIPPING_WRITE\",\"POS_SELL\",\"POS_MANAGE\",\"ANALYTICS_READ\",\"WEBHOOKS_READ\",\"WEBHOOKS_WRITE\"]},"
                                + "{\"builtIn\":\"SUPPORT\",\"permissions\":[\"CATALOG_READ\",\"REVIEWS_MODERATE\",\"INVENTORY_READ\",\"PRICING_READ\",\"LOYALTY_READ\",\"LOYALTY_WRITE\",\"STORE_CREDIT_READ\",\"CUSTOMERS_READ\",\"CUSTOMERS_WRITE\",\"ORDERS_READ\",\"PROMOTIONS_READ\",\"SHIPPING_READ\"]}]");
    }

    @Test
    void a_role_gives_what_it_says_as_soon_as_it_is_changed() {
        String role = createRole(owner, "Clerks", List.of("ORDERS_READ"))
                .at("/role/id")
                .asString();
        String email = merchants.hire(merchant, BuiltInRole.SUPPORT);
        Client clerk = merchants.signedIn(merchant.slug(), email);
        update(owner, member(email), Map.of("roleId", role));
        assertThat(permissions(clerk)).isEqualTo("[\"ORDERS_READ\"]");

        assertThat(updateRole(owner, role, Map.of("permissions", List.of("CATALOG_READ", "ORDERS_WRITE")), 1)
                        .get("userErrors")
                        .size())
                .isZero();
        assertThat(permissions(clerk)).isEqualTo("[\"CATALOG_READ\",\"ORDERS_WRITE\"]");

        assertThat(updateRole(owner, role, Map.of("permissions", List.of()), 2)
                        .at("/role/permissions")
                        .size())
                .isZero();
        assertThat(permissions(clerk)).isEqualTo("[]");
        assertThat(updateRole(owner, role, Map.of("name", "Late"), 2)
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"VERSION_CONFLICT\",\"path\":[\"ifVersion\"]}]");
        assertThat(owner.data(
                                "mutation ($id: ID!) { roleDelete(id: $id) { deletedId userErrors { code path } } }",
                                Map.of("id", role))
                        .get("roleDelete")
                        .toString())
                .isEqualTo("{\"deletedId\":null,\"userErrors\":[{\"code\":\"IN_USE\",\"path\":[\"id\"]}]}");
    }

    @Test
    void nobody_makes_a_role_beyond_their_own_rights() {
        Client admin = merchants.staff(merchant, BuiltInRole.ADMIN);
        assertThat(createRole(admin, "Owners too", List.of("CATALOG_READ", "TENANT_MANAGE"))
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"permissions\"]}]");
        for (Client anyone : List.of(owner, admin)) {
            assertThat(createRole(anyone, "Operators", List.of("PLATFORM_OPERATE"))
                            .get("userErrors")
                            .toString())
                    .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"permissions\"]}]");
        }
        String above = createRole(owner, "Plan", List.of("TENANT_MANAGE"))
                .at("/role/id")
                .asString();
        assertThat(updateRole(admin, above, Map.of("permissions", List.of()), null)
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"id\"]}]");
        String below = createRole(admin, "Readers", List.of("CATALOG_READ"))
                .at("/role/id")
                .asString();
        assertThat(updateRole(admin, below, Map.of("permissions", List.of("TENANT_MANAGE")), null)
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"permissions\"]}]");
        assertThat(updateRole(owner, roleId("ADMIN"), Map.of("permissions", List.of()), null)
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"id\"]}]");
    }

    @Test
    void nobody_raises_themselves_or_others_above_themselves() {
        String email = merchants.hire(merchant, BuiltInRole.ADMIN);
        Client admin = merchants.signedIn(merchant.slug(), email);
        String ownerRole = roleId("OWNER");

        assertThat(update(admin, member(email), Map.of("roleId", ownerRole))
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"roleId\"]}]");
        assertThat(update(admin, member(ownerEmail), Map.of("roleId", roleId("ANALYST")))
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"id\"]}]");
        assertThat(remove(admin, member(ownerEmail))).isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"id\"]}]");
        assertThat(invite(admin, Merchants.email(), ownerRole, Map.of("every", true))
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"roleId\"]}]");
        assertThat(permissions(admin)).doesNotContain("TENANT_MANAGE");
        assertThat(permissions(owner)).contains("TENANT_MANAGE");
    }

    @Test
    void only_who_manages_staff_manages_staff() {
        for (BuiltInRole role :
                List.of(BuiltInRole.CATALOGUE, BuiltInRole.ORDERS, BuiltInRole.SUPPORT, BuiltInRole.ANALYST)) {
            Client staff = merchants.staff(merchant, role);
            for (String query : List.of(
                    "{ roles(first: 1) { nodes { id } } }",
                    "{ members(first: 1) { nodes { id } } }",
                    "{ apiKeys(first: 1) { nodes { id } } }")) {
                assertThat(staff.run(query).at("/errors/0/extensions/code").asString())
                        .isEqualTo("FORBIDDEN");
            }
            assertThat(staff.data("query ($id: ID!) { node(id: $id) { id } }", Map.of("id", roleId("OWNER")))
                            .get("node")
                            .isNull())
                    .isTrue();
        }
        assertThat(merchants
                        .shopper(merchant)
                        .run("{ members(first: 1) { nodes { id } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("FORBIDDEN");
        assertThat(client.run("{ members(first: 1) { nodes { id } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void the_last_owner_stays_one() {
        String last = "[{\"code\":\"LAST_OWNER\",\"path\":[\"id\"]}]";
        assertThat(remove(owner, member(ownerEmail))).isEqualTo(last);
        assertThat(update(owner, member(ownerEmail), Map.of("roleId", roleId("ADMIN")))
                        .get("userErrors")
                        .toString())
                .isEqualTo(last);
        assertThat(update(owner, member(ownerEmail), Map.of("stores", Map.of("only", List.of(storeId()))))
                        .get("userErrors")
                        .toString())
                .isEqualTo(last);

        invite(owner, Merchants.email(), roleId("OWNER"), Map.of("every", true));
        assertThat(remove(owner, member(ownerEmail)))
                .as("an invited owner is none yet")
                .isEqualTo(last);
    }

    @Test
    void of_two_owners_who_remove_each_other_at_once_one_stays() throws Exception {
        String otherEmail = merchants.hire(merchant, BuiltInRole.OWNER);
        Client other = merchants.signedIn(merchant.slug(), otherEmail);
        String first = member(ownerEmail);
        String second = member(otherEmail);
        var begin = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> one = () -> {
                begin.await();
                return removal(owner, second);
            };
            Callable<String> two = () -> {
                begin.await();
                return removal(other, first);
            };
            var answers = Stream.of(one, two).map(threads::submit).toList();
            begin.countDown();
            String mine = answers.get(0).get();
            String theirs = answers.get(1).get();
            assertThat(List.of(mine, theirs)).containsOnlyOnce("removed");
            // Who comes just after the other has already lost the right to ask.
            assertThat(mine.equals("removed") ? theirs : mine).isIn("LAST_OWNER", "FORBIDDEN");
            Client left = mine.equals("removed") ? owner : other;
            assertThat(left.data("{ members(first: 10) { nodes { role { builtIn } } } }")
                            .at("/members/nodes")
                            .toString())
                    .isEqualTo("[{\"role\":{\"builtIn\":\"OWNER\"}}]");
        }
    }

    @Test
    void no_stores_is_never_every_store() {
        String role = roleId("CATALOGUE");
        for (Object stores : List.of(Map.of("only", List.of()), Map.of("every", false))) {
            assertThat(invite(owner, Merchants.email(), role, stores)
                            .get("userErrors")
                            .toString())
                    .isEqualTo("[{\"code\":\"REQUIRED\",\"path\":[\"input\",\"stores\"]}]");
        }
        for (String stores : List.of("{}", "{only: null}", "{every: null}", "{every: true, only: []}", "null")) {
            JsonNode answer = owner.run("mutation { memberInvite(input: {email: \"a@b.com\", roleId: \"" + role
                    + "\", stores: " + stores + "}) { member { id } } }");
            assertThat(answer.at("/errors").isArray()).as(stores).isTrue();
            assertThat(answer.at("/data/memberInvite").isObject()).as(stores).isFalse();
        }
        for (String id : List.of("", "store_", new io.merkato.store.Store.Id(io.merkato.api.Uuid7.next()).text())) {
            assertThat(invite(owner, Merchants.email(), role, Map.of("only", List.of(id)))
                            .get("userErrors")
                            .toString())
                    .isEqualTo("[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"stores\",\"only\"]}]");
        }
    }

    @Test
    void staff_of_some_stores_have_no_right_for_the_whole_tenant() {
        String email = merchants.hire(merchant, BuiltInRole.ADMIN);
        Client admin = merchants.signedIn(merchant.slug(), email);
        String store = storeId();

        assertThat(update(owner, member(email), Map.of("stores", Map.of("only", List.of(store))))
                        .at("/member/storeIds")
                        .toString())
                .isEqualTo("[\"" + store + "\"]");

        assertThat(admin.data("{ viewer { storeIds } }").at("/viewer/storeIds").toString())
                .isEqualTo("[\"" + store + "\"]");
        assertThat(createRole(admin, "More", List.of()).isObject()).isFalse();
        assertThat(admin.run("{ members(first: 1) { nodes { id } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void what_belongs_to_another_tenant_does_not_exist() {
        Merchant other = merchants.open();
        Client stranger = merchants.staff(other, BuiltInRole.OWNER);
        String role = roleId("ANALYST");
        String member = member(ownerEmail);

        assertThat(remove(stranger, member)).isEqualTo("[{\"code\":\"NOT_FOUND\",\"path\":[\"id\"]}]");
        assertThat(invite(stranger, Merchants.email(), role, Map.of("every", true))
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"roleId\"]}]");
        assertThat(invite(stranger, Merchants.email(), otherRole(stranger), Map.of("only", List.of(storeId())))
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"NOT_FOUND\",\"path\":[\"input\",\"stores\",\"only\"]}]");
        assertThat(stranger.data(
                                "query ($a: ID!, $b: ID!) { a: node(id: $a) { id } b: node(id: $b) { id } role(id: $a) { id } member(id: $b) { id } }",
                                Map.of("a", role, "b", member))
                        .toString())
                .isEqualTo("{\"a\":null,\"b\":null,\"role\":null,\"member\":null}");
    }

    private static String otherRole(Client stranger) {
        return stranger.data("{ roles(first: 1) { nodes { id } } }")
                .at("/roles/nodes/0/id")
                .asString();
    }

    private String roleId(String builtIn) {
        for (JsonNode role :
                owner.data("{ roles(first: 100) { nodes { id builtIn } } }").at("/roles/nodes")) {
            if (role.get("builtIn").asString("").equals(builtIn)) {
                return role.get("id").asString();
            }
        }
        throw new AssertionError(builtIn);
    }

    private String member(String email) {
        for (JsonNode member :
                owner.data("{ members(first: 100) { nodes { id invitedAs } } }").at("/members/nodes")) {
            if (member.get("invitedAs").asString().equals(email)) {
                return member.get("id").asString();
            }
        }
        throw new AssertionError(email);
    }

    private String storeId() {
        return owner.data("{ viewer { store { id } } }").at("/viewer/store/id").asString();
    }

    private static JsonNode createRole(Client as, String name, List<String> permissions) {
        return as.run(
                        "mutation ($n: String!, $p: [Permission!]!) { roleCreate(input: {name: $n, permissions: $p}) { role { id } userErrors { code path } } }",
                        Map.of("n", name, "p", permissions))
                .at("/data/roleCreate");
    }

    private static JsonNode updateRole(Client as, String id, Map<String, ?> input, @Nullable Integer version) {
        var variables = new HashMap<String, @Nullable Object>(Map.of("id", id, "input", input));
        variables.put("version", version);
        return as.data(
                        "mutation ($id: ID!, $input: RoleUpdateInput!, $version: Int) { roleUpdate(id: $id, input: $input, ifVersion: $version) { role { permissions } userErrors { code path } } }",
                        variables)
                .get("roleUpdate");
    }

    private static JsonNode invite(Client as, String email, String role, Object stores) {
        return as.data(INVITE, Map.of("email", email, "role", role, "stores", stores))
                .get("memberInvite");
    }

    private static JsonNode update(Client as, String id, Map<String, ?> input) {
        return as.data(UPDATE, Map.of("id", id, "input", input)).get("memberUpdate");
    }

    private static String remove(Client as, String id) {
        return as.data("mutation ($id: ID!) { memberRemove(id: $id) { userErrors { code path } } }", Map.of("id", id))
                .at("/memberRemove/userErrors")
                .toString();
    }

    /** "removed", or the code of what stood against it. */
    private static String removal(Client as, String id) {
        JsonNode answer =
                as.run("mutation ($id: ID!) { memberRemove(id: $id) { userErrors { code } } }", Map.of("id", id));
        return answer.has("errors")
                ? answer.at("/errors/0/extensions/code").asString()
                : answer.at("/data/memberRemove/userErrors/0/code").asString("removed");
    }

    private static String permissions(Client as) {
        return as.data("{ viewer { permissions } }").at("/viewer/permissions").toString();
    }
}
