package io.merkato.loyalty;

import static io.merkato.loyalty.LoyaltyDeeds.BIRR;
import static io.merkato.loyalty.LoyaltyDeeds.STAFF;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.AtOnce;
import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.identity.BuiltInRole;
import io.merkato.money.Money;
import io.merkato.ordering.Cart;
import io.merkato.ordering.OrderShop;
import io.merkato.ordering.Orders;
import io.merkato.ordering.PastOrder;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Random programs from many threads against a model in plain Java, while a clock is moved. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class LoyaltyProgramsTest {

    private static final Instant START = Instant.parse("2031-02-27T10:00:00Z");
    private static final int CUSTOMERS = 4;
    private static final int ORDERS_OF_EACH = 10;
    private static final int DRAFTS_OF_EACH = 6;
    private static final int ROUNDS = 12;
    private static final int DEEDS = 64;
    private static final long CUP_IN_CENTS = 2500;

    private final LoyaltyDeeds deeds;
    private final Orders orders;
    private final AccountRepository accounts;
    private final ProgrammeRepository programmes;
    private final TenantContext tenant;
    private final Client owner;
    private final Store.Id store;
    private final LoyaltyProgramme.Id programme;
    private final String cup;
    private final Map<String, PointsModel.Rule> rules = new LinkedHashMap<>();

    LoyaltyProgramsTest(
            Merchants merchants,
            LoyaltyDeeds deeds,
            Orders orders,
            AccountRepository accounts,
            ProgrammeRepository programmes) {
        this.deeds = deeds;
        this.orders = orders;
        this.accounts = accounts;
        this.programmes = programmes;
        Merchants.Merchant merchant = merchants.open();
        this.tenant = merchant.tenant();
        this.owner = merchants.staff(merchant, BuiltInRole.OWNER);
        this.store = new Store.Id(TypeId.parse(
                "store",
                owner.data("{ stores(first: 1) { nodes { id } } }")
                        .at("/stores/nodes/0/id")
                        .asString()));
        this.programme = new LoyaltyProgramme.Id(TypeId.parse(
                "loyalty_programme",
                does("""
                        loyaltyProgrammeCreate(input: {name: "Buna", maturationDays: 14, expiryMonths: 2, tierWindowMonths: 3, minimumPoints: 10, cashbackOnManualPayments: true,
                          rates: [%s],
                          tiers: [{name: "all", threshold: 0}, {name: "silver", threshold: 100, multiplier: "1.25"}, {name: "gold", threshold: 300, multiplier: "1.5"}]})
                          { programme { id } %%s }""".formatted(rate(5))).at("/programme/id").asString()));
        JsonNode product =
                does("productCreate(input: {name: \"Cup\", variants: [{sku: \"CUP\", prices: [{price: {amount: \""
                                + birr(CUP_IN_CENTS)
                                + "\", currency: \"ETB\"}}]}]}) { product { id variants(first: 1) { nodes { id } } } %s }")
                        .get("product");
        does("productPublish(id: \"" + product.get("id").asString() + "\") { %s }");
        does("inventoryPolicyUpdate(input: {mode: NONE}) { %s }");
        this.cup = product.at("/variants/nodes/0/id").asString();
        rule("Twice", "multiplier: \"2\"", new PointsModel.Rule(0, START, days(45), 300));
        rule(
                "Cups",
                "perPiece: 7, productId: \"" + product.get("id").asString() + "\"",
                new PointsModel.Rule(7, days(20), days(400), 60));
    }

    private JsonNode does(String mutation) {
        return OrderShop.does(owner, mutation);
    }

    private static String rate(long worth) {
        return """
                {earnPoints: 1, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 1, redeemAmount: {amount: "%s", currency: "ETB"}, cashback: "2"}""".formatted(birr(worth));
    }

    private static String birr(long cents) {
        return new Money(cents, BIRR).amount().toPlainString();
    }

    private static Instant days(int days) {
        return START.plus(Duration.ofDays(days));
    }

    private void rule(String name, String gives, PointsModel.Rule rule) {
        rules.put(name, rule);
        does(
                "loyaltyEarnRuleCreate(input: {programmeId: \"%s\", name: \"%s\", %s, startsAt: \"%s\", endsAt: \"%s\", budget: %d}) { rule { id } %%s }"
                        .formatted(programme.text(), name, gives, rule.from, rule.until, rule.budget));
    }

    /** Somebody with orders to pay, and drafts in which points are to take something off. */
    private LoyaltyDeeds.Buyer buyer(int number, Random random, PointsModel model) {
        var id = new Customer.Id(TypeId.parse(
                "customer",
                does("customerCreate(input: {givenName: \"C" + number + "\"}) { customer { id } %s }")
                        .at("/customer/id")
                        .asString()));
        var sales = new ArrayList<LoyaltyDeeds.Sale>();
        var pasts = new ArrayList<PastOrder>();
        for (int which = 0; which < ORDERS_OF_EACH; which++) {
            long cents = 500 + random.nextInt(9500);
            PastOrder past = UnpaidSale.of(store, id, number + "-" + which, cents, START);
            pasts.add(past);
            sales.add(new LoyaltyDeeds.Sale(which, null, cents, 0, past.order().id()));
            model.ordered(which, cents, START);
        }
        tenant.transact(STAFF.may(Permission.ORDERS_WRITE), tx -> orders.record(tx, pasts, STAFF.actor()));
        for (int which = ORDERS_OF_EACH; which < ORDERS_OF_EACH + DRAFTS_OF_EACH; which++) {
            int pieces = 1 + random.nextInt(3);
            int points = 10 + random.nextInt(60);
            sales.add(new LoyaltyDeeds.Sale(which, draft(id, pieces, points), pieces * CUP_IN_CENTS, points, null));
            model.filled(which, pieces * CUP_IN_CENTS, pieces, points);
        }
        return new LoyaltyDeeds.Buyer(number, id, sales);
    }

    private Cart.Id draft(Customer.Id customer, int pieces, int points) {
        String draft =
                does("draftOrderCreate(input: {storeId: \"%s\", customerId: \"%s\", lines: [{variantId: \"%s\", quantity: %d}]}) { cart { id } %%s }"
                                .formatted(store.text(), customer.text(), cup, pieces))
                        .at("/cart/id")
                        .asString();
        does("cartUpdate(id: \"" + draft + "\", input: {loyaltyPoints: " + points + "}) { cart { id } %s }");
        return new Cart.Id(TypeId.parse("cart", draft));
    }

    @Test
    void whatever_many_do_at_once_every_balance_is_what_the_rules_make_of_it_and_none_is_below_zero() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var models = new ArrayList<PointsModel>();
        var buyers = new ArrayList<LoyaltyDeeds.Buyer>();
        for (int who = 0; who < CUSTOMERS; who++) {
            var model = new PointsModel(List.copyOf(rules.values()));
            models.add(model);
            buyers.add(buyer(who, random, model));
        }
        var went = new HashSet<String>();
        Instant now = START;
        for (int round = 0; round < ROUNDS; round++) {
            int worth = 5 + random.nextInt(3);
            does("loyaltyProgrammeUpdate(id: \"" + programme.text() + "\", input: {rates: [" + rate(worth)
                    + "]}) { programme { id } %s }");
            var moment = new LoyaltyDeeds.Moment(tenant, store, programme, buyers, now, worth);
            AtOnce.all(4, i -> deeds.matures(moment));
            models.forEach(model -> model.at(moment.now(), worth));
            List<Random> randoms = IntStream.range(0, DEEDS)
                    .mapToObj(i -> new Random(random.nextLong()))
                    .toList();
            List<LoyaltyDeeds.Done> done = AtOnce.all(DEEDS, i -> deeds.random(moment, randoms.get(i)));
            deeds.tidies(moment);
            done.stream()
                    .filter(LoyaltyDeeds.Done::went)
                    .forEach(each -> went.add(each.what().split(" ")[0]));
            String story = "seed " + seed + ", round " + round + " at " + now;
            done.stream()
                    .sorted(Comparator.comparing(LoyaltyDeeds.Done::turn))
                    .forEach(each -> assertThat(each.inTheModel().test(models.get(each.customer())))
                            .as(story + ": " + each)
                            .isEqualTo(each.went()));
            for (int who = 0; who < CUSTOMERS; who++) {
                is(buyers.get(who).id(), models.get(who), now, story + ", customer " + who);
            }
            assertThat(given())
                    .as(story + ", of the budgets")
                    .isEqualTo(rules.entrySet().stream()
                            .collect(toMap(Map.Entry::getKey, rule -> rule.getValue().budget - rule.getValue().left)));
            now = now.plus(Duration.ofDays(random.nextInt(30)));
        }
        assertThat(went).as("seed " + seed).contains("pays", "places", "redeems", "gets", "spends", "makes", "cancels");
    }

    private void is(Customer.Id customer, PointsModel model, Instant now, String story) throws SQLException {
        LoyaltyAccount account = account(customer);
        LotsModel lots = model.lots();
        CashbackModel cashback = model.cashback();
        assertThat(account == null ? "all 0" : standing(account, now))
                .as(story + ", tier")
                .isEqualTo(model.tier() + " " + model.tierPoints());
        assertThat(entries(customer, account))
                .as(story + ", sums of entries")
                .isEqualTo(Map.of(
                        "POINTS_PENDING", lots.pending(),
                        "POINTS_AVAILABLE", lots.available(),
                        "POINTS_OWED", lots.owed(),
                        "STORE_CREDIT", cashback.credit(),
                        "CASHBACK_PENDING", cashback.pending(),
                        "CASHBACK_OWED", cashback.owed()));
        assertThat(balances(customer))
                .as(story)
                .isEqualTo("%d available, %d pending, %d owed, %s of store credit, %s to come, %s owed"
                        .formatted(
                                lots.available(),
                                lots.pending(),
                                lots.owed(),
                                birr(cashback.credit()),
                                birr(cashback.pending()),
                                birr(cashback.owed())));
    }

    private @Nullable LoyaltyAccount account(Customer.Id customer) {
        return accounts.ofCustomers(tenant, List.of(customer)).getOrDefault(customer, List.of()).stream()
                .findFirst()
                .orElse(null);
    }

    private String standing(LoyaltyAccount account, Instant moment) {
        LoyaltyProgramme rules = Objects.requireNonNull(
                programmes.byId(tenant, List.of(programme)).get(programme));
        var asked = new AccountRepository.TierQuestion(account.id(), rules.windowStart(moment));
        long points = Objects.requireNonNull(
                accounts.tierPoints(tenant, List.of(asked)).get(account.id()));
        return rules.tier(points).orElseThrow().name() + " " + points;
    }

    /** What the book's entries come to: what waits, what can be used and what is owed. */
    private static Map<String, Long> entries(Customer.Id customer, @Nullable LoyaltyAccount account)
            throws SQLException {
        var sums = new HashMap<String, Long>();
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement asked = superuser.prepareStatement("""
                        select code, coalesce(sum(case when code like '%OWED' then e.amount else -e.amount end), 0)
                        from unnest(array['POINTS_PENDING', 'POINTS_AVAILABLE', 'POINTS_OWED', 'STORE_CREDIT', 'CASHBACK_PENDING', 'CASHBACK_OWED']) code
                        left join ledger.account a using (code)
                        left join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id and a.holder in (?, ?)
                        group by code""")) {
            asked.setString(1, customer.text());
            asked.setString(2, account == null ? "nobody" : account.id().text());
            try (ResultSet rows = asked.executeQuery()) {
                while (rows.next()) {
                    sums.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return sums;
    }

    private Map<String, Long> given() {
        return owner.data("{ loyaltyProgramme(id: \"" + programme.text()
                        + "\") { earnRules(first: 9) { nodes { name given } } } }")
                .at("/loyaltyProgramme/earnRules/nodes")
                .valueStream()
                .collect(toMap(
                        rule -> rule.get("name").asString(),
                        rule -> Long.valueOf(rule.get("given").asString())));
    }

    private String balances(Customer.Id customer) {
        JsonNode found = owner.data(
                        "{ customer(id: \"" + customer.text()
                                + "\") { storeCredit { balance { amount } } loyaltyAccounts { available pending owed cashbackPending { amount } cashbackOwed { amount } } } }")
                .get("customer");
        JsonNode account = found.at("/loyaltyAccounts/0");
        return "%s available, %s pending, %s owed, %s of store credit, %s to come, %s owed"
                .formatted(
                        account.path("available").asString("0"),
                        account.path("pending").asString("0"),
                        account.path("owed").asString("0"),
                        found.at("/storeCredit/0/balance/amount").asString("0.00"),
                        account.at("/cashbackPending/0/amount").asString("0.00"),
                        account.at("/cashbackOwed/0/amount").asString("0.00"));
    }
}
