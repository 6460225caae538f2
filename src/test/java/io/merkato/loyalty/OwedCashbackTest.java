package io.merkato.loyalty;

import static io.merkato.ordering.OrderShop.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.MovedClock;
import io.merkato.Patience;
import io.merkato.TestDatabase;
import io.merkato.api.TypeId;
import io.merkato.money.Money;
import io.merkato.ordering.OrderShop;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whoever brings store credit out of reach while cashback of it is taken back owes that, and whatever comes back or in, by whichever way, pays it first. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class OwedCashbackTest {

    private static final Currency BIRR = Currency.getInstance("ETB");

    private final Merchants merchants;
    private final OrderShop shop;
    private final MovedClock clock;
    private final CashbackUpkeep upkeep;
    private final String programme;
    private final AtomicInteger variants = new AtomicInteger();

    OwedCashbackTest(Merchants merchants, Client client, MovedClock clock, CashbackUpkeep upkeep) {
        this.merchants = merchants;
        this.shop = new OrderShop(merchants, client);
        this.clock = clock;
        this.upkeep = upkeep;
        this.programme = shop.does("""
                loyaltyProgrammeCreate(input: {name: "Back", maturationDays: 14, rates: [{earnPoints: 0, earnAmount: {amount: "1", currency: "ETB"},
                  redeemPoints: 100, redeemAmount: {amount: "1", currency: "ETB"}, cashback: "5"}], cashbackOnManualPayments: true}) { programme { id } %s }""").at("/programme/id").asString();
    }

    /** A customer with the least that can be known of them: what they have, or, below 0, owe. */
    private final class Wealth {
        private final Client who;
        private final String customer;
        private final List<OrderShop.Placed> paid = new ArrayList<>();
        private final Map<OrderShop.Placed, Integer> left = new java.util.HashMap<>();
        private final Map<OrderShop.Placed, Long> parked = new java.util.LinkedHashMap<>();
        private long cents;

        Wealth(Client visitor) {
            OrderShop.Placed first = order(visitor);
            this.who = first.guest();
            this.customer = who.data("{ viewer { customer { id } } }")
                    .at("/viewer/customer/id")
                    .asString();
            earns(first);
        }

        /** 7.50 of 150. */
        void earns(OrderShop.Placed order) {
            moves(order, "orderPaymentRecord", 15_000);
            clock.at(Instant.now().plus(Duration.ofDays(14)), () -> {
                upkeep.tidy(shop.tenant);
                return true;
            });
            paid.add(order);
            left.put(order, 7);
            cents += 750;
        }

        void parks(long amount) {
            OrderShop.Placed order = order(who);
            OrderShop.does(
                    who,
                    "orderStoreCreditRedeem(input: {orderId: \"" + order.id() + "\", amount: " + money(amount) + "}) "
                            + key() + " { %s }");
            parked.put(order, amount);
            cents -= amount;
        }

        void unparks(OrderShop.Placed order) {
            shop.does("orderCancel(id: \"" + order.id() + "\") " + key() + " { order { id } %s }");
            cents += Objects.requireNonNull(parked.remove(order));
        }

        /** 20.00 of an order, and so 1.00 of its cashback. */
        void refunds(OrderShop.Placed order) {
            moves(order, "orderRefundRecord", 2_000);
            left.merge(order, -1, Integer::sum);
            cents -= 100;
        }

        void redeemsCard(long amount) {
            String code = shop.does("giftCardsIssue(input: {cards: [{amount: " + money(amount) + "}]}) " + key()
                            + " { issued { code } %s }")
                    .at("/issued/0/code")
                    .asString();
            OrderShop.does(who, "giftCardRedeem(input: {code: \"" + code + "\"}) " + key() + " { %s }");
            cents += amount;
        }

        void isGiven(long amount) {
            shop.does("storeCreditAdjust(input: {customerId: \"" + customer + "\", change: " + money(amount)
                    + ", reason: \"Given or taken\"}) " + key() + " { %s }");
            cents += amount;
        }

        void convertsPoints() {
            String account = who.data("{ viewer { customer { loyaltyAccounts { id } } } }")
                    .at("/viewer/customer/loyaltyAccounts/0/id")
                    .asString();
            shop.does("loyaltyPointsAdjust(input: {programmeId: \"" + programme + "\", customerId: \"" + customer
                    + "\", points: \"300\", reason: \"Given\"}) " + key() + " { %s }");
            OrderShop.does(
                    who,
                    "loyaltyPointsConvert(input: {accountId: \"" + account + "\", points: 300, currency: \"ETB\"}) "
                            + key() + " { %s }");
            cents += 300;
        }

        String known() {
            JsonNode read = who.data(
                            "{ viewer { customer { storeCredit { balance { amount } } loyaltyAccounts { cashbackOwed { amount } } } } }")
                    .at("/viewer/customer");
            return minor(read.at("/storeCredit/0/balance/amount")) + " owes "
                    + minor(read.at("/loyaltyAccounts/0/cashbackOwed/0/amount"));
        }

        String model() {
            return Math.max(0, cents) + " owes " + Math.max(0, -cents);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_is_parked_wherever_pays_what_is_owed_when_it_comes_back(long seed) {
        var random = new Random(seed);
        var wealth = new Wealth(merchants.shopper(shop.merchant));
        for (int step = 0; step < 30; step++) {
            long some = 1 + random.nextLong(Math.max(1, wealth.cents));
            List<OrderShop.Placed> kept = wealth.paid.stream()
                    .filter(each -> wealth.left.getOrDefault(each, 0) > 0)
                    .toList();
            switch (random.nextInt(9)) {
                case 0 -> wealth.earns(order(wealth.who));
                case 1, 2 -> {
                    if (wealth.cents > 0) {
                        wealth.parks(some);
                    }
                }
                case 3 -> wealth.parked.keySet().stream().findFirst().ifPresent(wealth::unparks);
                case 4, 5 -> kept.stream().findAny().ifPresent(wealth::refunds);
                case 6 -> wealth.redeemsCard(1 + random.nextInt(300));
                case 7 -> wealth.isGiven(wealth.cents > 0 && random.nextBoolean() ? -some : 1 + random.nextInt(200));
                default -> wealth.convertsPoints();
            }
            assertThat(wealth.known()).as("seed %d, step %d", seed, step).isEqualTo(wealth.model());
        }
    }

    @Test
    void credit_that_comes_in_while_cashback_is_taken_back_pays_it_whoever_is_first() throws Exception {
        for (int round = 0; round < 5; round++) {
            var wealth = new Wealth(merchants.shopper(shop.merchant));
            wealth.parks(750);
            wealth.cents += 6 * 60 - 700;
            AtOnce.all(8, i -> {
                if (i == 3) {
                    moves(wealth.paid.getFirst(), "orderRefundRecord", 14_000);
                } else if (i != 5) {
                    shop.does("storeCreditAdjust(input: {customerId: \"" + wealth.customer + "\", change: " + money(60)
                            + ", reason: \"Given\"}) " + key() + " { %s }");
                }
                return i;
            });
            assertThat(wealth.known()).isEqualTo("0 owes 340").isEqualTo(wealth.model());
        }
    }

    @Test
    void who_adjusts_store_credit_waits_for_the_loyalty_account_and_holds_no_store_credit_meanwhile() throws Exception {
        var wealth = new Wealth(merchants.shopper(shop.merchant));
        try (Connection holder = TestDatabase.superuser();
                Statement locks = holder.createStatement();
                var thread = Executors.newSingleThreadExecutor()) {
            holder.setAutoCommit(false);
            locks.execute("select from loyalty.loyalty_account where customer_id = '%s' for update"
                    .formatted(TypeId.parse("customer", wealth.customer)));
            Future<?> given = thread.submit(() -> wealth.isGiven(60));
            Patience.await().until(() -> TestDatabase.isWaitedFor(holder) || given.isDone());
            assertThat(given).isNotDone();
            assertThat(locks.executeQuery(
                                    "select from ledger.account where holder = '%s' and code = 'STORE_CREDIT' for no key update nowait"
                                            .formatted(wealth.customer))
                            .next())
                    .isTrue();
            holder.rollback();
            given.get();
        }
        assertThat(wealth.known()).isEqualTo(wealth.model());
    }

    @Test
    void what_a_guest_owes_is_paid_by_what_the_customer_has_who_they_turn_out_to_be() {
        Client shopper = merchants.shopper(shop.merchant);
        var signedIn = new Wealth(shopper);
        var guest = new Wealth(shop.visitor);
        guest.isGiven(-500);
        for (int i = 0; i < 6; i++) {
            guest.refunds(guest.paid.getFirst());
        }
        assertThat(guest.known()).isEqualTo("0 owes 350");
        OrderShop.does(
                shopper.with(
                        "Merkato-Guest",
                        Objects.requireNonNull(guest.who.headers().get("Merkato-Guest"))),
                "guestClaim { customer { id } userErrors { code path message } }");
        assertThat(signedIn.known()).isEqualTo("400 owes 0");
    }

    private OrderShop.Placed order(Client who) {
        return shop.basket(who, Map.of(shop.variant("V" + variants.incrementAndGet(), "100", 9), 1), "ETB")
                .order();
    }

    private void moves(OrderShop.Placed order, String mutation, long cents) {
        shop.does(mutation + "(id: \"" + order.id() + "\", input: {amount: " + money(cents) + ", method: CASH}) "
                + key() + " { payment { id } %s }");
    }

    private static String money(long cents) {
        return "{amount: \"" + new Money(cents, BIRR).amount() + "\", currency: \"ETB\"}";
    }

    private static long minor(JsonNode amount) {
        return new BigDecimal(amount.asString("0")).movePointRight(2).longValueExact();
    }
}
