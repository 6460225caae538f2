package io.merkato.loyalty;

import io.merkato.MovedClock;
import io.merkato.api.Permission;
import io.merkato.api.Refused;
import io.merkato.api.Viewer;
import io.merkato.customer.Behalf;
import io.merkato.customer.Customer;
import io.merkato.customer.Nobody;
import io.merkato.ledger.AccountCode;
import io.merkato.ledger.Ledger;
import io.merkato.money.Money;
import io.merkato.ordering.AdvancedOrder;
import io.merkato.ordering.Cart;
import io.merkato.ordering.DraftPlacing;
import io.merkato.ordering.Means;
import io.merkato.ordering.Order;
import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.ordering.OrderProgress;
import io.merkato.ordering.OrderStatus;
import io.merkato.ordering.Orders;
import io.merkato.ordering.PastOrder;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/** What people do at random about points, each in a transaction, and what the model makes of it. */
@Lazy
@Component
class LoyaltyDeeds {

    static final Currency BIRR = Currency.getInstance("ETB");
    static final Viewer STAFF = Viewer.system("test");

    /** What somebody did, when they did it among others, and whether it went through. */
    record Done(long turn, int customer, Predicate<PointsModel> inTheModel, boolean went, String what) {}

    /** An order of somebody's, or a draft that becomes one when it is placed. */
    static final class Sale {
        final int number;
        final Cart.@Nullable Id draft;
        final long total;
        final long points;
        volatile Order.@Nullable Id order;

        Sale(int number, Cart.@Nullable Id draft, long total, long points, Order.@Nullable Id order) {
            this.number = number;
            this.draft = draft;
            this.total = total;
            this.points = points;
            this.order = order;
        }
    }

    record Buyer(int number, Customer.Id id, List<Sale> sales) {}

    /** @param worth what a point is worth, in cents */
    record Moment(
            TenantContext tenant,
            Store.Id store,
            LoyaltyProgramme.Id programme,
            List<Buyer> buyers,
            Instant now,
            long worth) {}

    private final MovedClock clock;
    private final Orders orders;
    private final DraftPlacing placing;
    private final LoyaltyPointsRedeem redeem;
    private final LoyaltyPointsConvert convert;
    private final LoyaltyPointsAdjust adjust;
    private final LoyaltyUpkeep upkeep;
    private final CashbackUpkeep cashback;
    private final AccountRepository accounts;
    private final Ledger ledger;
    private final AtomicLong turns = new AtomicLong();

    LoyaltyDeeds(
            MovedClock clock,
            Orders orders,
            DraftPlacing placing,
            LoyaltyPointsRedeem redeem,
            LoyaltyPointsConvert convert,
            LoyaltyPointsAdjust adjust,
            LoyaltyUpkeep upkeep,
            CashbackUpkeep cashback,
            AccountRepository accounts,
            Ledger ledger) {
        this.clock = clock;
        this.orders = orders;
        this.placing = placing;
        this.redeem = redeem;
        this.convert = convert;
        this.adjust = adjust;
        this.upkeep = upkeep;
        this.cashback = cashback;
        this.accounts = accounts;
        this.ledger = ledger;
    }

    /** Carries it out in a transaction, and takes a turn before it lets go of what it holds. */
    private Done deed(
            Moment at,
            Buyer buyer,
            Function<TenantContext, @Nullable Object> work,
            Predicate<PointsModel> model,
            String what) {
        var turn = new AtomicLong();
        boolean went = clock.at(at.now(), () -> {
            try {
                return at.tenant().transact(STAFF.may(Permission.LOYALTY_WRITE), tx -> {
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
        return new Done(turn.get(), buyer.number(), model, went, what);
    }

    Done random(Moment at, Random random) {
        Buyer buyer = at.buyers().get(random.nextInt(at.buyers().size()));
        Sale sale = buyer.sales().get(random.nextInt(buyer.sales().size()));
        int what = random.nextInt(18);
        if (what < 14 && sale.order == null) {
            return places(at, buyer, sale);
        }
        return switch (what) {
            case 0, 1, 2, 3 -> pays(at, buyer, sale);
            case 4, 5, 6 -> redeems(at, buyer, sale, 5 + random.nextInt(60));
            case 7, 8, 9 -> getsBack(at, buyer, sale, random);
            case 10, 11 -> spendsCredit(at, buyer, sale, 1 + random.nextInt(400));
            case 12, 13 -> random.nextInt(4) > 0 ? tidies(at) : cancels(at, buyer, sale);
            case 14, 15 -> converts(at, buyer, 5 + random.nextInt(40));
            default -> adjusts(at, buyer, random.nextInt(80) - 39);
        };
    }

    private Done places(Moment at, Buyer buyer, Sale sale) {
        var expected = new Money(sale.total - sale.points * at.worth(), BIRR);
        var made = new AtomicReference<Order.@Nullable Id>();
        var another = new AtomicBoolean();
        Done done = deed(
                at,
                buyer,
                tx -> {
                    try {
                        made.set(placing.place(tx, Objects.requireNonNull(sale.draft), expected, STAFF));
                        return true;
                    } catch (Refused refused) {
                        another.set(DraftPlacing.isOfAnotherTotal(refused));
                        throw refused;
                    }
                },
                // Whoever is shown another total held no points when they looked; what others did since says nothing of
                // it.
                model -> !another.get() && model.place(sale.number),
                "places " + sale.number + " with " + sale.points + " points");
        if (done.went()) {
            sale.order = made.get();
        }
        return done;
    }

    private Done pays(Moment at, Buyer buyer, Sale sale) {
        return deed(
                at,
                buyer,
                tx -> {
                    Order order = locked(tx, sale);
                    if (owes(order) <= 0) {
                        return false;
                    }
                    orders.take(tx, order, order.balance(), Means.of(OrderPaymentMethod.CASH), STAFF, true);
                    return true;
                },
                model -> model.pay(sale.number),
                "pays " + sale.number);
    }

    private Done redeems(Moment at, Buyer buyer, Sale sale, long points) {
        return deed(
                at,
                buyer,
                tx -> redeem.redeem(tx, locked(tx, sale), buyer.id(), points, STAFF, true),
                model -> model.redeem(sale.number, points),
                "redeems " + points + " for " + sale.number);
    }

    private Done getsBack(Moment at, Buyer buyer, Sale sale, Random random) {
        boolean points = random.nextInt(3) == 0;
        long amount = 1 + random.nextInt(points ? 150 : 9000);
        OrderPaymentMethod method = points ? OrderPaymentMethod.LOYALTY_POINTS : OrderPaymentMethod.CASH;
        return deed(
                at,
                buyer,
                tx -> orders.refund(tx, placed(sale), at.store(), new Money(amount, BIRR), method, null, STAFF),
                model -> model.refund(sale.number, amount, points),
                "gets back " + amount + " of " + sale.number + " by " + method);
    }

    private Done spendsCredit(Moment at, Buyer buyer, Sale sale, long cents) {
        return deed(
                at,
                buyer,
                tx -> {
                    Order order = locked(tx, sale);
                    accounts.lockAllOf(tx, List.of(buyer.id()));
                    long credit = ledger.hold(tx, List.of(buyer.id()), AccountCode.STORE_CREDIT).stream()
                            .mapToLong(Ledger.Held::units)
                            .sum();
                    if (cents > owes(order) || cents > credit) {
                        return false;
                    }
                    orders.take(
                            tx, order, new Money(cents, BIRR), Means.of(OrderPaymentMethod.STORE_CREDIT), STAFF, true);
                    return true;
                },
                model -> model.spendCredit(sale.number, cents),
                "spends " + cents + " of store credit for " + sale.number);
    }

    private Done cancels(Moment at, Buyer buyer, Sale sale) {
        var cancellation = new OrderProgress(
                placed(sale), null, null, new PastOrder.Cancellation(at.now(), null), OrderPaymentMethod.CASH);
        return deed(
                at,
                buyer,
                tx -> orders.advance(tx, List.of(cancellation), STAFF.actor()).values().stream()
                        .allMatch(AdvancedOrder.Done.class::isInstance),
                model -> {
                    model.cancel(sale.number);
                    return true;
                },
                "cancels " + sale.number);
    }

    private Done converts(Moment at, Buyer buyer, long points) {
        var noAccount = new AtomicBoolean();
        return deed(
                at,
                buyer,
                tx -> {
                    List<LoyaltyAccount> theirs =
                            accounts.ofCustomers(tx, List.of(buyer.id())).getOrDefault(buyer.id(), List.of());
                    noAccount.set(theirs.isEmpty());
                    if (noAccount.get()) {
                        return false;
                    }
                    return convert.convert(
                            tx,
                            Behalf.ofAny(Nobody.asks(), STAFF, Permission.LOYALTY_WRITE),
                            new LoyaltyPointsConvert.Input(theirs.getFirst().id(), points, BIRR),
                            STAFF);
                },
                // Whoever sees no account waits for nobody who is opening it.
                model -> !noAccount.get() && model.convert(points),
                "makes store credit of " + points);
    }

    private Done adjusts(Moment at, Buyer buyer, int points) {
        long given = points == 0 ? 1 : points;
        return deed(
                at,
                buyer,
                tx -> adjust.adjust(
                        tx, new LoyaltyPointsAdjust.Input(at.programme(), buyer.id(), given, "Because"), STAFF),
                model -> model.adjust(given),
                "is given " + given);
    }

    Done tidies(Moment at) {
        clock.at(at.now(), () -> {
            upkeep.tidy(at.tenant());
            return at;
        });
        return new Done(turns.incrementAndGet(), 0, model -> true, true, "night");
    }

    /** Cashback that is due becomes store credit, which somebody may spend only from then on. */
    boolean matures(Moment at) {
        return clock.at(at.now(), () -> {
            cashback.tidy(at.tenant());
            return true;
        });
    }

    private Order locked(TenantContext tx, Sale sale) {
        return orders.lock(tx, placed(sale)).orElseThrow();
    }

    private static Order.Id placed(Sale sale) {
        return Objects.requireNonNull(sale.order);
    }

    private static long owes(Order order) {
        return order.status() == OrderStatus.CANCELLED ? 0 : order.balance().minorUnits();
    }
}
