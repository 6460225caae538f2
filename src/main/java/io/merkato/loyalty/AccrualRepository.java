package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.ACCRUAL;
import static io.merkato.jooq.loyalty.Tables.EARN_RULE_SHARE;
import static io.merkato.jooq.loyalty.Tables.EARN_RULE_USE;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.merkato.api.Sql;
import io.merkato.ordering.Order;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Repository;

/** What orders earned, with what rules gave of it. */
@Repository
class AccrualRepository {

    /** What a rule gave for an order. */
    private record Use(Order.Id order, LoyaltyEarnRule.Id rule) {}

    private record Given(Use use, Bonus bonus) {}

    private record Part(Use use, Bonus.Share share) {}

    Map<Order.Id, Accrual> ofOrders(TenantContext tx, Collection<Order.Id> ids) {
        Map<Order.Id, List<Bonus>> bonuses = bonuses(tx, ids);
        return tx.sql()
                .select(
                        ACCRUAL.ORDER_ID,
                        ACCRUAL.LOYALTY_ACCOUNT_ID,
                        ACCRUAL.AMOUNT,
                        ACCRUAL.TOTAL,
                        ACCRUAL.CURRENCY,
                        ACCRUAL.BASE,
                        ACCRUAL.POINTS,
                        ACCRUAL.KEPT,
                        ACCRUAL.ACCRUED_AT,
                        ACCRUAL.ON_CREDIT)
                .from(ACCRUAL)
                .where(tx.owns(ACCRUAL))
                .and(Sql.isAny(ACCRUAL.ORDER_ID, ids))
                .fetchMap(
                        ACCRUAL.ORDER_ID,
                        row -> new Accrual(
                                row.value1(),
                                row.value2(),
                                row.value3().in(row.value5()),
                                row.value4().in(row.value5()),
                                row.value6(),
                                row.value7(),
                                row.value8(),
                                row.value9(),
                                row.value10(),
                                bonuses.getOrDefault(row.value1(), List.of())));
    }

    private static Map<Order.Id, List<Bonus>> bonuses(TenantContext tx, Collection<Order.Id> ids) {
        Map<Use, List<Bonus.Share>> shares = tx
                .sql()
                .select(
                        EARN_RULE_SHARE.ORDER_ID,
                        EARN_RULE_SHARE.EARN_RULE_ID,
                        EARN_RULE_SHARE.LINE_ID,
                        EARN_RULE_SHARE.PIECES,
                        EARN_RULE_SHARE.POINTS)
                .from(EARN_RULE_SHARE)
                .where(tx.owns(EARN_RULE_SHARE))
                .and(Sql.isAny(EARN_RULE_SHARE.ORDER_ID, ids))
                .fetch(row -> new Part(
                        new Use(row.value1(), row.value2()), new Bonus.Share(row.value3(), row.value4(), row.value5())))
                .stream()
                .collect(groupingBy(Part::use, mapping(Part::share, toList())));
        return tx
                .sql()
                .select(EARN_RULE_USE.ORDER_ID, EARN_RULE_USE.EARN_RULE_ID, EARN_RULE_USE.POINTS, EARN_RULE_USE.KEPT)
                .from(EARN_RULE_USE)
                .where(tx.owns(EARN_RULE_USE))
                .and(Sql.isAny(EARN_RULE_USE.ORDER_ID, ids))
                .fetch(row -> new Given(
                        new Use(row.value1(), row.value2()),
                        new Bonus(
                                row.value2(),
                                row.value3(),
                                row.value4(),
                                shares.getOrDefault(new Use(row.value1(), row.value2()), List.of()))))
                .stream()
                .collect(groupingBy(each -> each.use().order(), mapping(Given::bonus, toList())));
    }

    void insert(TenantContext tx, List<Accrual> accruals) {
        if (accruals.isEmpty()) {
            return;
        }
        Rows.of(accruals)
                .with(ACCRUAL.ORDER_ID, Accrual::order)
                .with(ACCRUAL.LOYALTY_ACCOUNT_ID, Accrual::account)
                .with(ACCRUAL.CURRENCY, each -> each.amount().currency())
                .with(ACCRUAL.AMOUNT, each -> each.amount().withoutCurrency())
                .with(ACCRUAL.TOTAL, each -> each.total().withoutCurrency())
                .with(ACCRUAL.BASE, Accrual::base)
                .with(ACCRUAL.POINTS, Accrual::points)
                .with(ACCRUAL.KEPT, Accrual::kept)
                .with(ACCRUAL.ACCRUED_AT, Accrual::at)
                .with(ACCRUAL.ON_CREDIT, Accrual::onCredit)
                .insertInto(tx, ACCRUAL)
                .execute();
        List<Given> given = given(accruals);
        if (given.isEmpty()) {
            return;
        }
        Rows.of(given)
                .with(EARN_RULE_USE.ORDER_ID, each -> each.use().order())
                .with(EARN_RULE_USE.EARN_RULE_ID, each -> each.use().rule())
                .with(EARN_RULE_USE.POINTS, each -> each.bonus().points())
                .with(EARN_RULE_USE.KEPT, each -> each.bonus().kept())
                .insertInto(tx, EARN_RULE_USE)
                .execute();
        List<Part> parts = given.stream()
                .flatMap(each -> each.bonus().shares().stream().map(share -> new Part(each.use(), share)))
                .toList();
        if (!parts.isEmpty()) {
            Rows.of(parts)
                    .with(EARN_RULE_SHARE.ORDER_ID, each -> each.use().order())
                    .with(EARN_RULE_SHARE.EARN_RULE_ID, each -> each.use().rule())
                    .with(EARN_RULE_SHARE.LINE_ID, each -> each.share().line())
                    .with(EARN_RULE_SHARE.PIECES, each -> each.share().pieces())
                    .with(EARN_RULE_SHARE.POINTS, each -> each.share().points())
                    .insertInto(tx, EARN_RULE_SHARE)
                    .execute();
        }
    }

    private static List<Given> given(List<Accrual> accruals) {
        return accruals.stream()
                .flatMap(accrual -> accrual.bonuses().stream()
                        .map(bonus -> new Given(new Use(accrual.order(), bonus.rule()), bonus)))
                .toList();
    }

    /** Writes what is left of them. */
    void restate(TenantContext tx, List<Accrual> accruals) {
        if (accruals.isEmpty()) {
            return;
        }
        Rows<Accrual> rows =
                Rows.of(accruals).with(ACCRUAL.ORDER_ID, Accrual::order).with(ACCRUAL.KEPT, Accrual::kept);
        tx.sql()
                .update(ACCRUAL)
                .set(ACCRUAL.KEPT, rows.get(ACCRUAL.KEPT))
                .from(rows.table())
                .where(tx.owns(ACCRUAL))
                .and(ACCRUAL.ORDER_ID.eq(rows.get(ACCRUAL.ORDER_ID)))
                .execute();
        List<Given> given = given(accruals);
        if (given.isEmpty()) {
            return;
        }
        Rows<Given> uses = Rows.of(given)
                .with(EARN_RULE_USE.ORDER_ID, each -> each.use().order())
                .with(EARN_RULE_USE.EARN_RULE_ID, each -> each.use().rule())
                .with(EARN_RULE_USE.KEPT, each -> each.bonus().kept());
        tx.sql()
                .update(EARN_RULE_USE)
                .set(EARN_RULE_USE.KEPT, uses.get(EARN_RULE_USE.KEPT))
                .from(uses.table())
                .where(tx.owns(EARN_RULE_USE))
                .and(EARN_RULE_USE.ORDER_ID.eq(uses.get(EARN_RULE_USE.ORDER_ID)))
                .and(EARN_RULE_USE.EARN_RULE_ID.eq(uses.get(EARN_RULE_USE.EARN_RULE_ID)))
                .execute();
    }
}
