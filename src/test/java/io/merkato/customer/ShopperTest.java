package io.merkato.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.identity.BuiltInRole;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Who shops: guests by their token, people by their login, each a customer of the tenant. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class ShopperTest {

    private static final String START =
            "mutation { guestStart { customer { id kind signsIn email version } guestToken userErrors { code } } }";
    private static final String ME = "{ viewer { customer { id kind signsIn email givenName familyName } } }";
    private static final String CLAIM = "mutation { guestClaim { customer { id } userErrors { code message } } }";

    private final Client client;
    private final Merchants merchants;
    private final Shoppers shoppers;
    private final ShopperRepository repository;
    private final Statements statements;
    private Merchants.Merchant merchant;

    ShopperTest(
            Client client,
            Merchants merchants,
            Shoppers shoppers,
            ShopperRepository repository,
            Statements statements) {
        this.client = client;
        this.merchants = merchants;
        this.shoppers = shoppers;
        this.repository = repository;
        this.statements = statements;
        this.merchant = merchants.open();
    }

    @BeforeEach
    void open() {
        merchant = merchants.open();
    }

    @Test
    void a_guest_is_known_again_by_the_token_that_was_shown_once() throws SQLException {
        JsonNode started = visitor().data(START).get("guestStart");
        String token = started.get("guestToken").asString();

        assertThat(started.at("/customer/kind").asString()).isEqualTo("GUEST");
        assertThat(started.at("/customer/signsIn").asBoolean()).isFalse();
        assertThat(token).matches("guest_[A-Za-z0-9_-]{43}");
        assertThat(me(guest(token)).get("id")).isEqualTo(started.at("/customer/id"));
        assertThat(strings("select encode(hash, 'hex') from customer.guest_token where hash = sha256('" + token + "')"))
                .hasSize(1);
        assertThat(strings("select t::text from customer.guest_token t where t::text like '%" + token + "%'"))
                .isEmpty();
    }

    @Test
    void a_wrong_token_is_like_none() {
        String id = visitor().data(START).at("/guestStart/customer/id").asString();
        Client wrong = guest("guest_" + "A".repeat(43));

        assertThat(me(wrong).isNull()).isTrue();
        assertThat(wrong.run("{ customer(id: \"%s\") { id } }".formatted(id)))
                .isEqualTo(visitor().run("{ customer(id: \"%s\") { id } }".formatted(id)));
        assertThat(me(guest("guest_")).isNull()).isTrue();
        assertThat(me(guest("nonsense")).isNull()).isTrue();
        assertThat(me(guest("guest_" + "x".repeat(5_000))).isNull()).isTrue();
    }

    @Test
    void a_guest_of_one_tenant_is_nobody_at_another() {
        String token = visitor().data(START).at("/guestStart/guestToken").asString();

        assertThat(me(client.in(merchants.open().slug()).with("Merkato-Guest", token))
                        .isNull())
                .isTrue();
    }

    @Test
    void a_token_is_good_until_its_time_is_over() throws SQLException {
        String token = visitor().data(START).at("/guestStart/guestToken").asString();

        change("update customer.guest_token set expires_at = now() where hash = sha256('" + token + "')");

        assertThat(me(guest(token)).isNull()).isTrue();
    }

    @Test
    void whoever_is_signed_in_is_no_guest() {
        JsonNode refused = merchants.shopper(merchant).data(START).get("guestStart");

        assertThat(refused.at("/userErrors/0/code").asString()).isEqualTo("NOT_ALLOWED");
        assertThat(refused.get("guestToken").isNull()).isTrue();
    }

    @Test
    void whoever_does_nothing_as_a_customer_costs_no_statement_for_it() {
        Client guest = guest(visitor().data(START).at("/guestStart/guestToken").asString());
        guest.data("{ tenant { id } }");

        assertThat(statements.of(() -> guest.data("{ tenant { id } }"))).isEmpty();
    }

    @Test
    void who_is_asked_several_times_in_a_request_is_read_once() {
        Client guest = guest(visitor().data(START).at("/guestStart/guestToken").asString());

        List<String> sent = statements.of(() -> guest.data(
                "{ viewer { customer { id email phone version } } again: viewer { customer { id givenName } } }"));

        assertThat(sent).filteredOn(sql -> sql.contains("guest_token")).hasSize(1);
        assertThat(sent).hasSize(2);
    }

    @Test
    void signing_in_and_doing_something_makes_a_customer_once_however_many_come_at_a_time() throws Exception {
        String email = Merchants.email();
        Client person = person(email);
        assertThat(me(person).isNull()).isTrue();

        List<String> ids = AtOnce.all(8, i -> {
            Client guest = person.with("Merkato-Guest", token());
            return guest.data(CLAIM).at("/guestClaim/customer/id").asString();
        });

        assertThat(ids).hasSize(8).containsOnly(me(person).get("id").asString());
        assertThat(me(person).get("email").asString()).isEqualTo(email);
        assertThat(me(person).get("signsIn").asBoolean()).isTrue();
        assertThat(strings("select kind from customer.activity where kind = 'JOINED' and tenant_id = '%s'"
                        .formatted(merchant.tenant().id().value())))
                .hasSize(1);
    }

    @Test
    void one_login_is_another_customer_at_another_tenant() {
        String email = Merchants.email();
        Client here = person(email);
        Merchants.Merchant other = merchants.open();
        Client there = merchants.signedIn(other.slug(), email);

        String mine = here.with("Merkato-Guest", token())
                .data(CLAIM)
                .at("/guestClaim/customer/id")
                .asString();
        String theirs = there.with(
                        "Merkato-Guest",
                        client.in(other.slug())
                                .data(START)
                                .at("/guestStart/guestToken")
                                .asString())
                .data(CLAIM)
                .at("/guestClaim/customer/id")
                .asString();

        assertThat(mine).isNotEqualTo(theirs);
        assertThat(me(here).get("email")).isEqualTo(me(there).get("email"));
    }

    @Test
    void a_guest_is_claimed_once_and_again_without_further_effect() throws Exception {
        String token = token();
        Client person = person(Merchants.email()).with("Merkato-Guest", token);

        List<String> ids = AtOnce.all(
                8, i -> person.data(CLAIM).at("/guestClaim/customer/id").asString());

        assertThat(ids).hasSize(8).containsOnly(me(person).get("id").asString());
        assertThat(me(guest(token)).isNull()).as("the guest is no more").isTrue();
        assertThat(strings("select kind from customer.activity where kind = 'GUEST_MERGED' and tenant_id = '%s'"
                        .formatted(merchant.tenant().id().value())))
                .hasSize(1);
    }

    @Test
    void a_guest_goes_to_one_of_two_who_claim_at_once_and_the_other_is_told_nothing_of_it() throws Exception {
        String token = token();
        List<Client> people = List.of(person(Merchants.email()), person(Merchants.email()));

        List<JsonNode> answers = AtOnce.all(
                2, index -> people.get(index).with("Merkato-Guest", token).data(CLAIM));

        assertThat(answers.stream()
                        .map(answer ->
                                answer.at("/guestClaim/userErrors/0/code").asString("")))
                .containsExactlyInAnyOrder("", "INVALID_TOKEN");
        assertThat(people.getFirst().data(CLAIM).at("/guestClaim/userErrors/0"))
                .as("no header at all is answered the same")
                .isEqualTo(answers.stream()
                        .map(answer -> answer.at("/guestClaim/userErrors/0"))
                        .filter(JsonNode::isObject)
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void whom_staff_wrote_down_with_a_verified_address_signs_in_as_that_customer() throws SQLException {
        String email = Merchants.email();
        change("""
                insert into customer.customer (tenant_id, id, kind, email, email_normalised, given_name, sort_name)
                values ('%s', gen_random_uuid(), 'REGISTERED', '%s', '%2$s', 'Almaz', 'almaz')
                """.formatted(merchant.tenant().id().value(), email));
        Client person = person(email);

        person.with("Merkato-Guest", token()).data(CLAIM);

        assertThat(me(person).get("givenName").asString()).isEqualTo("Almaz");
        assertThat(me(person).get("signsIn").asBoolean()).isTrue();
    }

    @Test
    void by_an_address_that_staff_changed_somebody_is_that_customer_where_they_may_give_points_and_credit_too() {
        for (BuiltInRole role : List.of(BuiltInRole.SUPPORT, BuiltInRole.ORDERS, BuiltInRole.OWNER)) {
            Client staff = merchants.staff(merchant, role);
            String written = CustomerCalls.done(
                            staff,
                            "customerCreate(input: {email: \"%s\"})".formatted(Merchants.email()),
                            "customer { id }")
                    .at("/customer/id")
                    .asString();
            String email = Merchants.email();
            CustomerCalls.done(staff, "customerUpdate(id: \"%s\", input: {email: \"%s\"})".formatted(written, email));
            Client person = person(email);
            person.with("Merkato-Guest", token()).data(CLAIM);

            assertThat(me(person).get("id").asString().equals(written))
                    .as(role.name())
                    .isEqualTo(role == BuiltInRole.OWNER);
        }
    }

    @Test
    void by_an_address_written_otherwise_somebody_is_that_customer_as_before() {
        String email = Merchants.email();
        Client support = merchants.staff(merchant, BuiltInRole.SUPPORT);
        String written = CustomerCalls.done(
                        support, "customerCreate(input: {email: \"%s\"})".formatted(email), "customer { id }")
                .at("/customer/id")
                .asString();
        CustomerCalls.done(
                support,
                "customerUpdate(id: \"%s\", input: {email: \"%s\", givenName: \"Almaz\"})"
                        .formatted(written, email.replace("example", "EXAMPLE")));
        Client person = person(email);
        person.with("Merkato-Guest", token()).data(CLAIM);

        assertThat(me(person).get("id").asString()).isEqualTo(written);
    }

    @Test
    void an_address_that_is_anothers_by_now_stays_theirs() throws SQLException {
        String email = Merchants.email();
        change("""
                insert into customer.customer (tenant_id, id, kind, user_id, email, email_normalised, sort_name)
                select '%s', gen_random_uuid(), 'REGISTERED', u.id, '%s', '%2$s', '' from identity.user u where u.email = '%s'
                """.formatted(merchant.tenant().id().value(), email, enrolled()));
        Client person = person(email);

        person.with("Merkato-Guest", token()).data(CLAIM);

        assertThat(me(person).get("email").isNull()).isTrue();
    }

    @Test
    void what_a_rule_asks_within_its_transaction_is_answered_there() {
        String token = token();
        var shopper = new Shopper(null, GuestToken.of(token), asked -> repository.find(merchant.tenant(), asked));

        Customer.Id inside = merchant.tenant()
                .transact(Viewer.system("test").may(Permission.CUSTOMERS_WRITE), tx -> shoppers.require(tx, shopper));

        assertThat(inside).isEqualTo(shopper.customerId());
        assertThat(shopper.mine(inside)).isTrue();
    }

    @Test
    void staff_see_customers_and_other_customers_do_not() {
        String id = visitor().data(START).at("/guestStart/customer/id").asString();
        String document =
                "{ customer(id: \"%s\") { id } node(id: \"%1$s\") { id } nodes(ids: [\"%1$s\"]) { id } }".formatted(id);

        assertThat(merchants
                        .staff(merchant, BuiltInRole.SUPPORT)
                        .data(document)
                        .at("/nodes/0/id")
                        .asString())
                .isEqualTo(id);
        for (Client other : List.of(guest(token()), merchants.shopper(merchant))) {
            assertThat(other.data(document)).hasToString("{\"customer\":null,\"node\":null,\"nodes\":[null]}");
        }
    }

    private Client visitor() {
        return client.in(merchant.slug());
    }

    private Client guest(String token) {
        return visitor().with("Merkato-Guest", token);
    }

    private String token() {
        return visitor().data(START).at("/guestStart/guestToken").asString();
    }

    private Client person(String email) {
        merchants.enrol(email);
        return merchants.signedIn(merchant.slug(), email);
    }

    private String enrolled() {
        String email = Merchants.email();
        merchants.enrol(email);
        return email;
    }

    private static JsonNode me(Client caller) {
        return caller.data(ME).at("/viewer/customer");
    }

    private static List<String> strings(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser();
                ResultSet rows = superuser.createStatement().executeQuery(sql)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private static void change(String sql) throws SQLException {
        try (Connection superuser = TestDatabase.superuser()) {
            superuser.createStatement().execute(sql);
        }
    }
}
