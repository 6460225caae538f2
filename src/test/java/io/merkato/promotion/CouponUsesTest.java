package io.merkato.promotion;

import static io.merkato.api.Permission.PROMOTIONS_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.identity.BuiltInRole;
import io.merkato.money.Money;
import io.merkato.tenancy.TenantContext;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Uses of coupons by orders: never more than a coupon allows, whatever runs at once. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class CouponUsesTest {

    private static final String ERRORS = " userErrors { code path message }";
    private static final Money TEN = new Money(1000, Currency.getInstance("ETB"));

    private final Client client;
    private final Merchants merchants;
    private final Coupons coupons;
    private final Statements statements;
    private final Merchants.Merchant merchant;
    private final Client staff;

    CouponUsesTest(Client client, Merchants merchants, Coupons coupons, Statements statements) {
        this.client = client;
        this.merchants = merchants;
        this.coupons = coupons;
        this.statements = statements;
        this.merchant = merchants.open();
        this.staff = merchants.staff(merchant, BuiltInRole.OWNER);
    }

    private record Order(UUID value) implements TypeId {
        Order() {
            this(Uuid7.next());
        }

        @Override
        public String prefix() {
            return "order";
        }
    }

    private JsonNode does(String mutation) {
        return staff.data("mutation { " + mutation + " }").iterator().next();
    }

    private List<String> refusals(String mutation) {
        return does(mutation + " {" + ERRORS + " }")
                .get("userErrors")
                .valueStream()
                .map(error -> error.get("code").asString()
                        + " "
                        + String.join(
                                ".",
                                error.get("path")
                                        .valueStream()
                                        .map(JsonNode::asString)
                                        .toList()))
                .toList();
    }

    private Coupon.Id coupon(String code, String more) {
        JsonNode payload = does(
                "couponCreate(input: {code: \"%s\", discount: {amount: {amount: \"10\", currency: \"ETB\"}}, %s}) { coupon { id } %s }"
                        .formatted(code, more, ERRORS));
        assertThat(payload.get("userErrors")).isEmpty();
        return new Coupon.Id(TypeId.parse("coupon", payload.at("/coupon/id").asString()));
    }

    private Customer.Id customer() {
        var id = new Customer.Id(Uuid7.next());
        try (Connection superuser = TestDatabase.superuser()) {
            superuser
                    .createStatement()
                    .execute(
                            "insert into customer.customer (tenant_id, id, kind, sort_name) values ('%s', '%s', 'GUEST', '')"
                                    .formatted(merchant.tenant().id().value(), id.value()));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return id;
    }

    private Map<Coupon.Id, CouponRefusal> redeem(TypeId order, Customer.@Nullable Id customer, Coupon.Id... ids) {
        var amounts = new LinkedHashMap<Coupon.Id, Money>();
        List.of(ids).forEach(id -> amounts.put(id, TEN));
        return merchant.tenant()
                .transact(
                        Viewer.system("test").may(PROMOTIONS_WRITE),
                        tx -> coupons.redeem(tx, order, customer, amounts));
    }

    private void release(TypeId order) {
        merchant.tenant().transact(Viewer.system("test").may(PROMOTIONS_WRITE), tx -> {
            coupons.release(tx, order);
            return order;
        });
    }

    private int used(String code) {
        return staff.data("{ couponByCode(code: \"" + code + "\") { used } }")
                .at("/couponByCode/used")
                .asInt();
    }

    @Test
    void of_64_orders_one_has_the_last_use() throws Exception {
        Coupon.Id last = coupon("LAST", "totalLimit: 3");
        redeem(new Order(), null, last);
        redeem(new Order(), null, last);

        List<Map<Coupon.Id, CouponRefusal>> answers = AtOnce.all(64, i -> redeem(new Order(), null, last));

        assertThat(answers).filteredOn(Map::isEmpty).hasSize(1);
        assertThat(answers)
                .filteredOn(Map.of(last, CouponRefusal.USED_UP)::equals)
                .hasSize(63);
        assertThat(used("LAST")).isEqualTo(3);
        assertThat(staff.data("{ couponRedemptions(first: 10) { totalCount } }")
                        .at("/couponRedemptions/totalCount")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void of_64_orders_of_one_customer_two_have_what_one_customer_may() throws Exception {
        Coupon.Id twice = coupon("TWICE", "customerLimit: 2");
        Customer.Id hana = customer();
        Customer.Id liya = customer();

        List<Map<Coupon.Id, CouponRefusal>> answers = AtOnce.all(64, i -> redeem(new Order(), hana, twice));

        assertThat(answers).filteredOn(Map::isEmpty).hasSize(2);
        assertThat(answers)
                .filteredOn(Map.of(twice, CouponRefusal.CUSTOMER_LIMIT)::equals)
                .hasSize(62);
        assertThat(coupons.usesOf(merchant.tenant(), hana, Set.of(twice))).isEqualTo(Map.of(twice, 2));
        assertThat(redeem(new Order(), liya, twice)).isEmpty();
        assertThat(redeem(new Order(), null, twice)).isEqualTo(Map.of(twice, CouponRefusal.CUSTOMER_LIMIT));
        assertThat(used("TWICE")).isEqualTo(3);
    }

    @Test
    void orders_with_the_same_coupons_in_another_order_do_not_wait_for_each_other_for_ever() throws Exception {
        Coupon.Id one = coupon("ONE", "totalLimit: 40");
        Coupon.Id two = coupon("TWO", "totalLimit: 1000");

        List<Map<Coupon.Id, CouponRefusal>> answers = AtOnce.all(
                64, i -> i % 2 == 0 ? redeem(new Order(), null, one, two) : redeem(new Order(), null, two, one));

        assertThat(answers).filteredOn(Map::isEmpty).hasSize(40);
        assertThat(used("ONE")).isEqualTo(40);
        assertThat(used("TWO")).as("all or nothing").isEqualTo(40);
    }

    @Test
    void what_an_order_gives_back_another_uses_and_the_same_one_again() throws Exception {
        Coupon.Id once = coupon("ONCE", "totalLimit: 1, customerLimit: 1");
        Customer.Id hana = customer();
        var first = new Order();
        assertThat(redeem(first, hana, once)).isEmpty();
        assertThat(redeem(first, hana, once)).as("it has it already").isEmpty();
        assertThat(redeem(new Order(), hana, once)).isEqualTo(Map.of(once, CouponRefusal.USED_UP));

        AtOnce.all(64, i -> {
            release(first);
            return first;
        });

        assertThat(used("ONCE")).isZero();
        assertThat(coupons.usesOf(merchant.tenant(), hana, Set.of(once))).isEqualTo(Map.of(once, 0));
        assertThat(redeem(first, hana, once)).isEmpty();
        release(first);
        assertThat(redeem(new Order(), hana, once)).isEmpty();
        release(first);
        assertThat(used("ONCE")).isEqualTo(1);
        assertThat(staff.data(
                                "{ couponRedemptions(first: 9, where: {state: {eq: RELEASED}}) { nodes { orderId amount { amount } coupon { code } } } }")
                        .at("/couponRedemptions/nodes")
                        .toString())
                .isEqualTo("[{\"orderId\":\"%s\",\"amount\":{\"amount\":\"10.00\"},\"coupon\":{\"code\":\"ONCE\"}}]"
                        .formatted(first.text()));
    }

    @Test
    void all_coupons_of_an_order_are_used_or_none() {
        Coupon.Id good = coupon("GOOD", "totalLimit: 9");
        Coupon.Id off = coupon("OFF", "totalLimit: 9");
        does("couponDeactivate(id: \"" + off + "\") { coupon { status } }");

        assertThat(redeem(new Order(), null, good, off)).isEqualTo(Map.of(off, CouponRefusal.UNKNOWN));
        assertThat(used("GOOD")).isZero();
        does("couponActivate(id: \"" + off + "\") { coupon { status } }");
        assertThat(redeem(new Order(), null, good, off)).isEmpty();
    }

    @Test
    void an_order_takes_as_many_statements_for_five_coupons_as_for_one() {
        Coupon.Id one = coupon("ONE", "totalLimit: 9");
        Coupon.Id[] five = IntStream.range(0, 5)
                .mapToObj(i -> coupon("C" + i, "totalLimit: 9"))
                .toArray(Coupon.Id[]::new);
        Customer.Id hana = customer();

        var single = new Order();
        var many = new Order();
        assertThat(statements.of(() -> redeem(single, hana, one))).hasSize(7);
        assertThat(statements.of(() -> redeem(many, hana, five))).hasSize(7);
        assertThat(statements.of(() -> release(single))).hasSize(5);
        assertThat(statements.of(() -> release(many))).hasSize(5);
        assertThat(coupons.usesOf(merchant.tenant(), hana, List.of(five)).values())
                .containsOnly(0)
                .hasSize(5);
        assertThat(statements.of(() -> coupons.find(merchant.tenant(), Set.of("one", "C1", "nothing"))))
                .hasSize(1);
        assertThat(coupons.find(merchant.tenant(), Set.of(" one ", "C1", "nothing"))
                        .keySet())
                .isEqualTo(Set.of(" one ", "C1"));
    }

    @Test
    void a_limit_cannot_go_below_what_was_used() {
        Coupon.Id id = coupon("FEW", "totalLimit: 5, customerLimit: 5");
        Customer.Id hana = customer();
        redeem(new Order(), hana, id);
        redeem(new Order(), hana, id);

        assertThat(refusals("couponUpdate(id: \"" + id + "\", input: {totalLimit: 1})"))
                .containsExactly("CONFLICT input.totalLimit");
        assertThat(refusals("couponUpdate(id: \"" + id + "\", input: {customerLimit: 1})"))
                .containsExactly("CONFLICT input.customerLimit");
        assertThat(refusals("couponUpdate(id: \"" + id + "\", input: {totalLimit: 2, customerLimit: 2})"))
                .isEmpty();
        assertThat(redeem(new Order(), hana, id)).isEqualTo(Map.of(id, CouponRefusal.USED_UP));
        assertThat(refusals("couponUpdate(id: \"" + id + "\", input: {totalLimit: null, customerLimit: null})"))
                .isEmpty();
        assertThat(redeem(new Order(), hana, id)).isEmpty();
    }

    @Test
    void each_reason_that_came_up_since_the_cart_was_reckoned_is_named() {
        Coupon.Id over = coupon("OVER", "startsAt: \"2026-01-01T00:00:00Z\", endsAt: \"2026-01-02T00:00:00Z\"");
        Coupon.Id early = coupon("EARLY", "startsAt: \"2126-01-01T00:00:00Z\"");
        Coupon.Id gone = coupon("GONE", "totalLimit: 1");
        does("couponDelete(id: \"" + gone + "\") { couponId }");

        assertThat(redeem(new Order(), null, over, early, gone))
                .isEqualTo(Map.of(
                        over, CouponRefusal.EXPIRED, early, CouponRefusal.NOT_STARTED, gone, CouponRefusal.UNKNOWN));
        assertThat(used("OVER") + used("EARLY")).isZero();
    }

    @Test
    void a_coupon_of_another_merchant_is_like_none() {
        Merchants.Merchant other = merchants.open();
        Coupon.Id here = coupon("HERE", "totalLimit: 1");
        var order = new Order();
        redeem(order, null, here);
        TenantContext elsewhere = other.tenant();

        Map<Coupon.Id, CouponRefusal> refused = elsewhere.transact(
                Viewer.system("test").may(PROMOTIONS_WRITE),
                tx -> coupons.redeem(tx, new Order(), null, Map.of(here, TEN)));
        elsewhere.transact(Viewer.system("test").may(PROMOTIONS_WRITE), tx -> {
            coupons.release(tx, order);
            return order;
        });

        assertThat(refused).isEqualTo(Map.of(here, CouponRefusal.UNKNOWN));
        assertThat(coupons.find(elsewhere, Set.of("HERE"))).isEmpty();
        assertThat(used("HERE")).isEqualTo(1);
    }

    @Test
    void an_order_gives_back_to_each_customer_what_counted_as_theirs() {
        Coupon.Id one = coupon("ONE", "customerLimit: 1");
        Coupon.Id two = coupon("TWO", "customerLimit: 1");
        Customer.Id hana = customer();
        Customer.Id liya = customer();
        var order = new Order();
        redeem(order, hana, one);
        redeem(order, liya, two);

        release(order);

        assertThat(coupons.usesOf(merchant.tenant(), hana, Set.of(one, two))).isEqualTo(Map.of(one, 0));
        assertThat(coupons.usesOf(merchant.tenant(), liya, Set.of(one, two))).isEqualTo(Map.of(two, 0));
    }

    @Test
    void what_was_used_as_a_guest_counts_as_the_customers_who_signs_in_but_never_beyond_their_limit() {
        Coupon.Id once = coupon("ONCE", "customerLimit: 1");
        Coupon.Id twice = coupon("TWICE", "customerLimit: 2");
        JsonNode started = client.in(merchant.slug())
                .data("mutation { guestStart { customer { id } guestToken } }")
                .get("guestStart");
        Client shopper = merchants
                .shopper(merchant)
                .with("Merkato-Guest", started.get("guestToken").asString());
        Customer.Id guest = id(started.at("/customer/id"));
        Customer.Id hana =
                id(shopper.data("mutation { profileUpdate(input: {givenName: \"Hana\"}) { customer { id } } }")
                        .at("/profileUpdate/customer/id"));
        var hers = new Order();
        redeem(hers, hana, once, twice);
        redeem(new Order(), guest, once);
        redeem(new Order(), guest, twice);
        redeem(new Order(), guest, twice);

        assertThat(shopper.data("mutation { guestClaim { userErrors { message } } }")
                        .at("/guestClaim/userErrors"))
                .isEmpty();

        assertThat(coupons.usesOf(merchant.tenant(), hana, Set.of(once, twice))).isEqualTo(Map.of(once, 1, twice, 2));
        assertThat(coupons.usesOf(merchant.tenant(), guest, Set.of(once, twice)))
                .isEqualTo(Map.of(once, 1, twice, 1));
        assertThat(redeem(new Order(), hana, twice)).isEqualTo(Map.of(twice, CouponRefusal.CUSTOMER_LIMIT));
        release(hers);
        assertThat(redeem(new Order(), hana, once, twice)).isEmpty();
        assertThat(used("TWICE")).isEqualTo(3);
    }

    private static Customer.Id id(JsonNode text) {
        return new Customer.Id(TypeId.parse("customer", text.asString()));
    }
}
