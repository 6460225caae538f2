package io.merkato.loyalty;

import static io.merkato.jooq.loyalty.Tables.REDEMPTION;
import static io.merkato.jooq.loyalty.Tables.REDEMPTION_LOT;
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
import java.util.stream.IntStream;
import org.springframework.stereotype.Repository;

/** Points that paid for orders. */
@Repository
class RedemptionRepository {

    private record Lots(LoyaltyMovement.Id redemption, Taken taken) {}

    /** Of each order the earliest first. */
    Map<Order.Id, List<Redemption>> ofOrders(TenantContext tx, Collection<Order.Id> ids) {
        Map<LoyaltyMovement.Id, List<Taken>> taken = tx
                .sql()
                .select(REDEMPTION_LOT.REDEMPTION_ID, REDEMPTION_LOT.POINTS, REDEMPTION_LOT.EXPIRES_AT)
                .from(REDEMPTION_LOT)
                .join(REDEMPTION)
                .on(tx.owns(REDEMPTION), REDEMPTION.ID.eq(REDEMPTION_LOT.REDEMPTION_ID))
                .where(tx.owns(REDEMPTION_LOT))
                .and(Sql.isAny(REDEMPTION.ORDER_ID, ids))
                .orderBy(REDEMPTION_LOT.REDEMPTION_ID, REDEMPTION_LOT.POSITION)
                .fetch(row -> new Lots(row.value1(), new Taken(row.value2(), row.value3())))
                .stream()
                .collect(groupingBy(Lots::redemption, mapping(Lots::taken, toList())));
        return tx
                .sql()
                .select(
                        REDEMPTION.ID,
                        REDEMPTION.LOYALTY_ACCOUNT_ID,
                        REDEMPTION.ORDER_ID,
                        REDEMPTION.POINTS,
                        REDEMPTION.RETURNED,
                        REDEMPTION.AMOUNT,
                        REDEMPTION.CURRENCY,
                        REDEMPTION.DISCOUNT)
                .from(REDEMPTION)
                .where(tx.owns(REDEMPTION))
                .and(Sql.isAny(REDEMPTION.ORDER_ID, ids))
                .orderBy(REDEMPTION.ID)
                .fetch(row -> new Redemption(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6().in(row.value7()),
                        row.value8(),
                        taken.getOrDefault(row.value1(), List.of())))
                .stream()
                .collect(groupingBy(Redemption::order));
    }

    void insert(TenantContext tx, Redemption redemption) {
        tx.sql()
                .insertInto(REDEMPTION)
                .set(REDEMPTION.TENANT_ID, tx.id())
                .set(REDEMPTION.ID, redemption.id())
                .set(REDEMPTION.LOYALTY_ACCOUNT_ID, redemption.account())
                .set(REDEMPTION.ORDER_ID, redemption.order())
                .set(REDEMPTION.POINTS, redemption.points())
                .set(REDEMPTION.CURRENCY, redemption.amount().currency())
                .set(REDEMPTION.AMOUNT, redemption.amount().withoutCurrency())
                .set(REDEMPTION.DISCOUNT, redemption.discount())
                .execute();
        List<Taken> taken = redemption.taken();
        Rows.of(IntStream.range(0, taken.size()).boxed().toList())
                .with(REDEMPTION_LOT.REDEMPTION_ID, position -> redemption.id())
                .with(REDEMPTION_LOT.POSITION, position -> position)
                .with(REDEMPTION_LOT.POINTS, position -> taken.get(position).points())
                .with(REDEMPTION_LOT.EXPIRES_AT, position -> taken.get(position).expiresAt())
                .insertInto(tx, REDEMPTION_LOT)
                .execute();
    }

    /** How many of each are back. */
    void giveBack(TenantContext tx, Map<LoyaltyMovement.Id, Long> returned) {
        if (returned.isEmpty()) {
            return;
        }
        Rows<Map.Entry<LoyaltyMovement.Id, Long>> rows = Rows.of(returned.entrySet())
                .with(REDEMPTION.ID, Map.Entry::getKey)
                .with(REDEMPTION.RETURNED, Map.Entry::getValue);
        tx.sql()
                .update(REDEMPTION)
                .set(REDEMPTION.RETURNED, rows.get(REDEMPTION.RETURNED))
                .from(rows.table())
                .where(tx.owns(REDEMPTION))
                .and(REDEMPTION.ID.eq(rows.get(REDEMPTION.ID)))
                .execute();
    }
}
