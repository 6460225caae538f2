package io.merkato.identity;

import static io.merkato.Merchants.PASSWORD;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.Merchants;
import io.merkato.Merchants.Merchant;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import java.sql.Connection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import tools.jackson.databind.JsonNode;

@MerkatoTest
class InvitationTest {

    private static final String INVITE = """
            mutation ($email: String, $role: ID!, $stores: StoreReachInput!) {
                memberInvite(input: {email: $email, roleId: $role, stores: $stores}) {
                    member { id invitedAs email acceptedAt role { builtIn } storeIds }
                    userErrors { code path }
                }
            }""";

    private final Merchants merchants;
    private final Client client;
    private final Merchant merchant;
    private final Client owner;
    private final LinkedBlockingQueue<TokenIssued> sent = new LinkedBlockingQueue<>();

    InvitationTest(Merchants merchants, Client client, ConfigurableApplicationContext application) {
        this.merchants = merchants;
        this.merchant = merchants.open();
        this.client = client.in(merchant.slug());
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        application.addApplicationListener(event -> {
            if (event instanceof PayloadApplicationEvent<?> payload
                    && payload.getPayload() instanceof TokenIssued issued
                    && merchant.tenant().id().equals(issued.tenant())) {
                sent.add(issued);
            }
        });
    }

    @Test
    void an_invitation_gives_nothing_before_it_is_accepted_and_does_not_tell_who_has_a_login()
            throws InterruptedException {
        String known = merchants.hire(merchants.open(), BuiltInRole.OWNER);
        String unknown = Merchants.email();
        for (String email : List.of(known, unknown)) {
            JsonNode invited = invite(owner, email, roleId("ANALYST"), Map.of("every", true))
                    .get("member");
            assertThat(invited.toString())
                    .endsWith(
                            "\"invitedAs\":\"" + email
                                    + "\",\"email\":null,\"acceptedAt\":null,\"role\":{\"builtIn\":\"ANALYST\"},\"storeIds\":null}");
        }
        assertThat(permissions(merchants.signedIn(merchant.slug(), known))).isEqualTo("[]");

        String forKnown = token();
        String forUnknown = token();
        assertThat(accept(forKnown, PASSWORD))
                .isEqualTo("[{\"code\":\"NOT_ALLOWED\",\"path\":[\"input\",\"password\"]}]");
        assertThat(accept(forKnown, null)).isEqualTo("[]");
        assertThat(accept(forUnknown, null)).isEqualTo("[{\"code\":\"REQUIRED\",\"path\":[\"input\",\"password\"]}]");
        assertThat(accept(forUnknown, PASSWORD)).isEqualTo("[]");

        assertThat(permissions(merchants.signedIn(merchant.slug(), known))).contains("ANALYTICS_READ");
        assertThat(permissions(merchants.signedIn(merchant.slug(), unknown))).contains("ANALYTICS_READ");
        for (String token : List.of(forKnown, forUnknown, "", "null", "mi_", forKnown.substring(0, 60))) {
            assertThat(accept(token, null))
                    .as(token)
                    .isEqualTo("[{\"code\":\"INVALID_TOKEN\",\"path\":[\"input\",\"token\"]}]");
        }
        assertThat(invite(owner, unknown, roleId("ANALYST"), Map.of("every", true))
                        .get("userErrors")
                        .toString())
                .isEqualTo("[{\"code\":\"TAKEN\",\"path\":[\"input\"]}]");
    }

    @Test
    void whoever_is_invited_gets_ten_messages_in_an_hour() {
        String email = Merchants.email();
        String role = roleId("ANALYST");
        for (int i = 0; i < 10; i++) {
            assertThat(invite(owner, email, role, Map.of("every", true))
                            .get("userErrors")
                            .size())
                    .isZero();
        }

        assertThat(owner.run(INVITE, Map.of("email", email, "role", role, "stores", Map.of("every", true)))
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("THROTTLED");
        assertThat(sent).hasSize(10);
    }

    @Test
    void after_five_tries_by_one_invitation_no_password_is_taken() throws InterruptedException {
        invite(owner, Merchants.email(), roleId("ANALYST"), Map.of("every", true));
        String document =
                "mutation ($t: String!, $p: String!, $n: String!) { invitationAccept(input: {token: $t, password: $p, name: $n}) { userErrors { code path } } }";
        var variables = Map.of("t", token(), "p", PASSWORD, "n", "n".repeat(256));
        for (int i = 0; i < 5; i++) {
            assertThat(client.data(document, variables)
                            .at("/invitationAccept/userErrors")
                            .toString())
                    .isEqualTo("[{\"code\":\"INVALID\",\"path\":[\"input\",\"name\"]}]");
        }

        assertThat(client.run(document, variables)
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("THROTTLED");
    }

    @Test
    void of_two_who_accept_at_once_the_second_is_told_that_the_invitation_is_used() throws Exception {
        String email = Merchants.email();
        invite(owner, email, roleId("ANALYST"), Map.of("every", true));
        String token = token();
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            superuser
                    .createStatement()
                    .execute("select from identity.member where invited_as = '" + email + "' for update");
            var answers = Stream.generate(() -> CompletableFuture.supplyAsync(() -> accept(token, PASSWORD)))
                    .limit(2)
                    .toList();
            TestDatabase.awaitWaiting(superuser, 2, answers.getLast());
            superuser.rollback();

            assertThat(List.of(answers.get(0).get(), answers.get(1).get()))
                    .containsExactlyInAnyOrder("[]", "[{\"code\":\"INVALID_TOKEN\",\"path\":[\"input\",\"token\"]}]");
        }
    }

    @Test
    void whoever_accepts_while_they_are_invited_again_stays_what_they_accepted() throws Exception {
        String email = merchants.hire(merchants.open(), BuiltInRole.OWNER);
        String id = invite(owner, email, roleId("ANALYST"), Map.of("every", true))
                .at("/member/id")
                .asString();
        token();
        String other = roleId("ADMIN");
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            superuser.createStatement().execute("""
                            update identity.member m set user_id = u.id, accepted_at = now(), invitation_hash = null, invitation_expires_at = null
                            from identity.user u where u.email = '%1$s' and m.invited_as = '%1$s'
                            """.formatted(email));
            var again = CompletableFuture.supplyAsync(() -> invite(owner, email, other, Map.of("every", true)));
            TestDatabase.awaitWaiting(superuser, 1, again);
            superuser.commit();

            assertThat(again.get().get("userErrors").toString())
                    .isEqualTo("[{\"code\":\"TAKEN\",\"path\":[\"input\"]}]");
        }
        assertThat(owner.data("query ($id: ID!) { member(id: $id) { version role { builtIn } } }", Map.of("id", id))
                        .get("member")
                        .toString())
                .isEqualTo("{\"version\":1,\"role\":{\"builtIn\":\"ANALYST\"}}");
    }

    @Test
    void two_who_invite_one_address_at_once_invite_one_member() throws Exception {
        String email = Merchants.email();
        String role = roleId("ANALYST");
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.setAutoCommit(false);
            superuser
                    .createStatement()
                    .execute("select from identity.role where tenant_id = '%s' and built_in = 'OWNER' for update"
                            .formatted(merchant.tenant().id().value()));
            var answers = Stream.generate(() ->
                            CompletableFuture.supplyAsync(() -> invite(owner, email, role, Map.of("every", true))))
                    .limit(2)
                    .toList();
            TestDatabase.awaitWaiting(superuser, 2, answers.getLast());
            superuser.rollback();

            JsonNode first = answers.getFirst().get();
            assertThat(first.get("userErrors").toString()).isEqualTo("[]");
            assertThat(answers.getLast().get()).isEqualTo(first);
        }
    }

    @Test
    void an_operator_hands_a_tenant_over_and_has_no_right_in_it() throws InterruptedException {
        Client operator = merchants.operator().in(merchant.slug());
        String email = Merchants.email();
        invite(owner, email, roleId("ANALYST"), Map.of("every", true));
        token();
        assertThat(inviteOwner(operator, email)).isEqualTo("[]");
        String first = token();
        assertThat(inviteOwner(operator, email)).isEqualTo("[]");
        assertThat(accept(first, PASSWORD)).isEqualTo("[{\"code\":\"INVALID_TOKEN\",\"path\":[\"input\",\"token\"]}]");
        assertThat(accept(token(), PASSWORD)).isEqualTo("[]");

        assertThat(permissions(merchants.signedIn(merchant.slug(), email))).contains("TENANT_MANAGE");
        assertThat(permissions(operator)).isEqualTo("[\"PLATFORM_OPERATE\"]");
        assertThat(operator.run("{ members(first: 1) { nodes { id } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("FORBIDDEN");
        assertThat(owner.run("mutation { ownerInvite(input: {email: \"a@b.com\"}) { userErrors { code } } }")
                        .at("/errors/0/extensions/code")
                        .asString())
                .isEqualTo("FORBIDDEN");
    }

    private static String inviteOwner(Client as, String email) {
        return as.data(
                        "mutation ($e: String) { ownerInvite(input: {email: $e}) { userErrors { code path } } }",
                        Map.of("e", email))
                .at("/ownerInvite/userErrors")
                .toString();
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

    private String token() throws InterruptedException {
        return requireNonNull(sent.take().token());
    }

    private static JsonNode invite(Client as, String email, String role, Object stores) {
        return as.data(INVITE, Map.of("email", email, "role", role, "stores", stores))
                .get("memberInvite");
    }

    private String accept(String token, @Nullable String password) {
        var variables = new HashMap<String, @Nullable Object>(Map.of("t", token));
        variables.put("p", password);
        return client.data(
                        "mutation ($t: String!, $p: String) { invitationAccept(input: {token: $t, password: $p}) { userErrors { code path } } }",
                        variables)
                .at("/invitationAccept/userErrors")
                .toString();
    }

    private static String permissions(Client as) {
        return as.data("{ viewer { permissions } }").at("/viewer/permissions").toString();
    }
}
