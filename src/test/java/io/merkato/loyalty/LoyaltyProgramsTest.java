package io.merkato.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.Client;
import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.MovedClock;
import io.merkato.TestDatabase;
import io.merkato.api.Permission;
import io.merkato.api.Refused;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.customer.Customer;
import io.merkato.identity.BuiltInRole;
import io.merkato.money.Money;
import io.merkato.ordering.AdvancedOrder;
import io.merkato.ordering.Means;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.OrderProgress;
import io.merkato.ordering.OrderStatus;
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
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Random programs from many threads against a model in plain Java, while a clock is moved. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class LoyaltyProgramsTest {

    private static final Currency BIRR = Currency.getInstance("ETB");
    private static final Instant START = Instant.parse("2031-02-27T10:00:00Z");
    private static final int CUSTOMERS = 4;
    private static final int ORDERS_OF_EACH = 12;
    private static final int ROUNDS = 8;
    private static final int DEEDS = 48;
    private static final Viewer STAFF = Viewer.system("test");

    /** What somebody did, when they did it among others, and whether it went through. */
    private record Done(long turn, int customer, Predicate<PointsModel> inTheModel, boolean went, String what) {}

    private final MovedClock clock;
    private final Orders orders;
    private final LoyaltyPointsRedeem redeem;
    private final LoyaltyPointsAdjust adjust;
    private final LoyaltyUpkeep upkeep;
    private final AccountRepository accounts;
    private final ProgrammeRepository programmes;
    private final TenantContext tenant;
    private final Client owner;
    private final Store.Id store;
    private final LoyaltyProgramme.Id programme;
    private final AtomicLong turns = new AtomicLong();

    LoyaltyProgramsTest(
            Merchants merchants,
            MovedClock clock,
            Orders orders,
            LoyaltyPointsRedeem redeem,
            LoyaltyPointsAdjust adjust,
            LoyaltyUpkeep upkeep,
            AccountRepository accounts,
            ProgrammeRepository programmes) {
        this.clock = clock;
        this.orders = orders;
        this.redeem = redeem;
        this.adjust = adjust;
        this.upkeep = upkeep;
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
        JsonNode made = owner.data("""
                mutation { loyaltyProgrammeCreate(input: {name: "Buna", maturationDays: 14, expiryMonths: 2, tierWindowMonths: 3, minimumPoints: 10,
                  rates: [{earnPoints: 1, earnAmount: {amount: "1", currency: "ETB"}, redeemPoints: 1, redeemAmount: {amount: "0.05", currency: "ETB"}}],
                  tiers: [{name: "all", threshold: 0}, {name: "silver", threshold: 100, multiplier: "1.25"}, {name: "gold", threshold: 300, multiplier: "1.5"}]})
                  { programme { id } userErrors { message path } } }""");
        this.programme = new LoyaltyProgramme.Id(TypeId.parse(
                "loyalty_programme",
                made.at("/loyaltyProgrammeCreate/programme/id").asString()));
    }

    private Customer.Id customer(int number) {
        return new Customer.Id(TypeId.parse(
                "customer",
                owner.data("mutation { customerCreate(input: {givenName: \"C" + number
                                + "\"}) { customer { id } userErrors { message } } }")
                        .at("/customerCreate/customer/id")
                        .asString()));
    }

    /** Carries it out in a transaction, and takes a turn before it lets go of what it holds. */
    private Done deed(
            Instant now,
            int customer,
            Function<TenantContext, @Nullable Object> work,
            Predicate<PointsModel> model,
            String what) {
        var turn = new AtomicLong();
        boolean went = clock.at(now, () -> {
            try {
                return tenant.transact(STAFF.may(Permission.LOYALTY_WRITE), tx -> {
                    try {
                        Object result = work.apply(tx);
                        return !Boolean.FALSE.equals(result);
                    } finally {
                        turn.set(turns.incrementAndGet());
                    }
                });
            } catch (Refused refused) {
                return false;
            }
        });
        return new Done(turn.get(), customer, model, went, what);
    }

    private Done random(Random random, Instant now, List<Customer.Id> customers, List<List<Order.Id>> bought) {
        int who = random.nextInt(CUSTOMERS);
        int which = random.nextInt(ORDERS_OF_EACH);
        Order.Id order = bought.get(who).get(which);
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 ->
                deed(
                        now,
                        who,
                        tx -> {
                            Order locked = orders.lock(tx, order).orElseThrow();
                            if (locked.status() == OrderStatus.CANCELLED
                                    || locked.balance().minorUnits() <= 0) {
                                return false;
                            }
                            orders.take(tx, locked, locked.balance(), Means.of(OrderPaymentMethod.CASH), STAFF, true);
                            return true;
                        },
                        model -> model.pay(which),
                        "pays " + which);
            case 4, 5, 6 -> {
                long points = 5 + random.nextInt(60);
                yield deed(
                        now,
                        who,
                        tx -> redeem.redeem(
                                tx, orders.lock(tx, order).orElseThrow(), customers.get(who), points, STAFF, true),
                        model -> model.redeem(which, points),
                        "redeems " + points + " for " + which);
            }
            case 7, 8 -> {
                boolean points = random.nextInt(3) == 0;
                long amount = 1 + random.nextInt(points ? 150 : 9000);
                OrderPaymentMethod method = points ? OrderPaymentMethod.LOYALTY_POINTS : OrderPaymentMethod.CASH;
                yield deed(
                        now,
                        who,
                        tx -> orders.refund(tx, order, store, new Money(amount, BIRR), method, null, STAFF),
                        model -> model.refund(which, amount, points),
                        "gets back " + amount + " of " + which + " by " + method);
            }
            case 9 ->
                random.nextInt(4) > 0
                        ? upkeep(now)
                        : deed(
                                now,
                                who,
                                tx -> orders
                                        .advance(
                                                tx,
                                                List.of(new OrderProgress(
                                                        order,
                                                        null,
                                                        null,
                                                        new PastOrder.Cancellation(now, null),
                                                        OrderPaymentMethod.CASH)),
                                                STAFF.actor())
                                        .values()
                                        .stream()
                                        .allMatch(AdvancedOrder.Done.class::isInstance),
                                model -> {
                                    model.cancel(which);
                                    return true;
                                },
                                "cancels " + which);
            default -> {
                long points = random.nextInt(80) - 39;
                long given = points == 0 ? 1 : points;
                yield deed(
                        now,
                        who,
                        tx -> adjust.adjust(
                                tx,
                                new LoyaltyPointsAdjust.Input(programme, customers.get(who), given, "Because"),
                                STAFF),
                        model -> model.adjust(given),
                        "is given " + given);
            }
        };
    }

    private Done upkeep(Instant now) {
        clock.at(now, () -> {
            upkeep.tidy(tenant);
            return now;
        });
        return new Done(turns.incrementAndGet(), 0, model -> true, true, "night");
    }

    @Test
    void whatever_many_do_at_once_every_balance_is_what_the_rules_make_of_it_and_none_is_below_zero() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var customers = new ArrayList<Customer.Id>();
        var models = new ArrayList<PointsModel>();
        var bought = new ArrayList<List<Order.Id>>();
        var pasts = new ArrayList<PastOrder>();
        for (int who = 0; who < CUSTOMERS; who++) {
            customers.add(customer(who));
            models.add(new PointsModel());
            var theirs = new ArrayList<Order.Id>();
            for (int which = 0; which < ORDERS_OF_EACH; which++) {
                long cents = 500 + random.nextInt(9500);
                PastOrder past = UnpaidSale.of(store, customers.get(who), who + "-" + which, cents, START);
                pasts.add(past);
                theirs.add(past.order().id());
                models.get(who).ordered(which, cents);
            }
            bought.add(theirs);
        }
        tenant.transact(STAFF.may(Permission.ORDERS_WRITE), tx -> orders.record(tx, pasts, STAFF.actor()));

        Instant now = START;
        try (var threads = Executors.newFixedThreadPool(16)) {
            for (int round = 0; round < ROUNDS; round++) {
                Instant moment = now;
                var done = new ConcurrentLinkedQueue<Done>();
                var deeds = new ArrayList<Callable<Boolean>>();
                for (int i = 0; i < DEEDS; i++) {
                    var own = new Random(random.nextLong());
                    deeds.add(() -> done.add(random(own, moment, customers, bought)));
                }
                for (Future<Boolean> each : threads.invokeAll(deeds)) {
                    each.get();
                }
                upkeep(moment);
                String story = "seed " + seed + ", round " + round + " at " + moment;
                models.forEach(model -> model.at(moment));
                for (Done each :
                        done.stream().sorted(Comparator.comparing(Done::turn)).toList()) {
                    assertThat(each.inTheModel().test(models.get(each.customer())))
                            .as(story + ": " + each)
                            .isEqualTo(each.went());
                }
                for (int who = 0; who < CUSTOMERS; who++) {
                    PointsModel model = models.get(who);
                    LoyaltyAccount account = account(customers.get(who));
                    assertThat(account == null ? "all 0 [0, 0, 0]" : standing(account, moment) + " " + entries(account))
                            .as(story + ", customer " + who + ", tier and sums of entries")
                            .isEqualTo("%s %d [%d, %d, %d]"
                                    .formatted(
                                            model.tier(),
                                            model.tierPoints(),
                                            model.pending(),
                                            model.available(),
                                            model.owed()));
                    assertThat(balances(customers.get(who)))
                            .as(story + ", customer " + who)
                            .isIn(
                                    "%d available, %d pending, %d owed"
                                            .formatted(model.available(), model.pending(), model.owed()),
                                    model.available() + model.pending() + model.owed() == 0 ? "nothing" : "-");
                }
                now = now.plus(Duration.ofDays(random.nextInt(30)));
            }
        }
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

    /** What the book's entries come to: points that wait, that can be used and that are owed. */
    private List<Long> entries(LoyaltyAccount account) throws SQLException {
        var sums = new ArrayList<Long>();
        try (Connection superuser = TestDatabase.superuser();
                PreparedStatement asked = superuser.prepareStatement("""
                        select coalesce(sum(case code when 'POINTS_OWED' then e.amount else -e.amount end), 0)
                        from (values (1, 'POINTS_PENDING'), (2, 'POINTS_AVAILABLE'), (3, 'POINTS_OWED')) c (place, code)
                        left join ledger.account a using (code)
                        left join ledger.entry e on e.tenant_id = a.tenant_id and e.account_id = a.id and a.holder = ?
                        group by place order by place""")) {
            asked.setString(1, account.id().text());
            try (ResultSet rows = asked.executeQuery()) {
                while (rows.next()) {
                    sums.add(rows.getLong(1));
                }
            }
        }
        return sums;
    }

    private String balances(Customer.Id customer) {
        JsonNode account = owner.data(
                        "{ customer(id: \"" + customer.text() + "\") { loyaltyAccounts { available pending owed } } }")
                .at("/customer/loyaltyAccounts/0");
        return account.isMissingNode()
                ? "nothing"
                : "%s available, %s pending, %s owed"
                        .formatted(
                                account.get("available").asString(),
                                account.get("pending").asString(),
                                account.get("owed").asString());
    }
}
