package io.merkato.channel;

import static io.merkato.jooq.channel.Tables.CASH_MOVEMENT;
import static io.merkato.jooq.channel.Tables.POS_REGISTER;
import static io.merkato.jooq.channel.Tables.POS_SALE;
import static io.merkato.jooq.channel.Tables.POS_SESSION;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.ordering.Order;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.SortField;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Repository;

/** Sessions, their cash and their sales. */
@Repository
class PosSessionRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            POS_SESSION.ID,
            POS_SESSION.POS_REGISTER_ID,
            POS_REGISTER.STORE_ID,
            POS_SESSION.LOCATION_ID,
            POS_SESSION.PRICES_INCLUDE_TAX,
            POS_SESSION.CURRENCY,
            POS_SESSION.OPENING_FLOAT,
            POS_SESSION.EXPECTED,
            POS_SESSION.COUNTED,
            POS_SESSION.OPENED_BY,
            POS_SESSION.OPENED_AT,
            POS_SESSION.CLOSED_BY,
            POS_SESSION.CLOSED_AT);
    private static final List<SortField<?>> NEWEST_FIRST = List.of(POS_SESSION.OPENED_AT.desc(), POS_SESSION.ID.desc());
    private static final List<SelectField<?>> MOVEMENT = List.of(
            CASH_MOVEMENT.ID,
            CASH_MOVEMENT.POS_SESSION_ID,
            CASH_MOVEMENT.KIND,
            CASH_MOVEMENT.AMOUNT,
            POS_SESSION.CURRENCY,
            CASH_MOVEMENT.REASON,
            CASH_MOVEMENT.ORDER_ID,
            CASH_MOVEMENT.ACTOR,
            CASH_MOVEMENT.MOVED_AT);
    private static final List<SortField<?>> OLDEST_FIRST =
            List.of(CASH_MOVEMENT.MOVED_AT.asc(), CASH_MOVEMENT.ID.asc());

    private final Pages pages;

    PosSessionRepository(Pages pages) {
        this.pages = pages;
    }

    private static PosSession session(Record row) {
        var currency = row.get(POS_SESSION.CURRENCY);
        MinorUnits counted = row.get(POS_SESSION.COUNTED);
        return new PosSession(
                row.get(POS_SESSION.ID),
                row.get(POS_SESSION.POS_REGISTER_ID),
                row.get(POS_REGISTER.STORE_ID),
                row.get(POS_SESSION.LOCATION_ID),
                row.get(POS_SESSION.PRICES_INCLUDE_TAX),
                row.get(POS_SESSION.OPENING_FLOAT).in(currency),
                row.get(POS_SESSION.EXPECTED).in(currency),
                counted == null ? null : counted.in(currency),
                row.get(POS_SESSION.OPENED_BY),
                row.get(POS_SESSION.OPENED_AT),
                row.get(POS_SESSION.CLOSED_BY),
                row.get(POS_SESSION.CLOSED_AT));
    }

    private static CashMovement movement(Record row) {
        return new CashMovement(
                row.get(CASH_MOVEMENT.ID),
                row.get(CASH_MOVEMENT.POS_SESSION_ID),
                row.get(CASH_MOVEMENT.KIND),
                row.get(CASH_MOVEMENT.AMOUNT).in(row.get(POS_SESSION.CURRENCY)),
                row.get(CASH_MOVEMENT.REASON),
                row.get(CASH_MOVEMENT.ORDER_ID),
                row.get(CASH_MOVEMENT.ACTOR),
                row.get(CASH_MOVEMENT.MOVED_AT));
    }

    private static SelectConditionStep<Record> sessions(TenantContext tenant) {
        return joined(tenant, tenant.sql().select(FIELDS).from(POS_SESSION)).where(tenant.owns(POS_SESSION));
    }

    private static SelectJoinStep<Record> joined(TenantContext tenant, SelectJoinStep<Record> sessions) {
        return sessions.join(POS_REGISTER)
                .on(tenant.owns(POS_REGISTER).and(POS_REGISTER.ID.eq(POS_SESSION.POS_REGISTER_ID)));
    }

    Map<PosSession.Id, PosSession> byId(TenantContext tenant, Condition which, Collection<PosSession.Id> ids) {
        return sessions(tenant)
                .and(Sql.isAny(POS_SESSION.ID, ids))
                .and(which)
                .fetchMap(POS_SESSION.ID, PosSessionRepository::session);
    }

    Optional<PosSession> find(TenantContext tenant, PosSession.Id id) {
        return sessions(tenant).and(POS_SESSION.ID.eq(id)).fetchOptional(PosSessionRepository::session);
    }

    /** The session as it is within the transaction. */
    PosSession now(TenantContext tx, PosSession.Id id) {
        return find(tx, id).orElseThrow();
    }

    /** Locked until the transaction ends; other sales of the till wait, and so does its count. */
    PosSession lock(TenantContext tx, PosSession.Id id) {
        return sessions(tx)
                .and(POS_SESSION.ID.eq(id))
                .forNoKeyUpdate()
                .of(POS_SESSION)
                .fetchSingle(PosSessionRepository::session);
    }

    Map<PosRegister.Id, PosSession> openOf(TenantContext tenant, Collection<PosRegister.Id> registers) {
        return sessions(tenant)
                .and(Sql.isAny(POS_SESSION.POS_REGISTER_ID, registers))
                .and(POS_SESSION.CLOSED_AT.isNull())
                .fetchMap(POS_SESSION.POS_REGISTER_ID, PosSessionRepository::session);
    }

    Map<PosRegister.Id, Connection<PosSession>> pageOf(
            TenantContext tenant, Collection<PosRegister.Id> registers, PageArgs page) {
        return ofEach(tenant)
                .fetch(
                        registers,
                        joined(tenant, tenant.sql().select(FIELDS).from(POS_SESSION)),
                        page,
                        PosSessionRepository::session);
    }

    Map<PosRegister.Id, Integer> countOf(TenantContext tenant, Collection<PosRegister.Id> registers) {
        return ofEach(tenant).count(registers);
    }

    private PageOfEach<PosRegister.Id, PosSession.Id> ofEach(TenantContext tenant) {
        return new PageOfEach<>(
                tenant, pages, "posSessions", POS_SESSION, POS_SESSION.POS_REGISTER_ID, POS_SESSION.ID, NEWEST_FIRST);
    }

    /** A new session; where its till stands, and how the store shows prices, the database writes down. */
    PosSession open(TenantContext tx, PosRegister.Id register, Money openingFloat, String by, Instant at) {
        var id = new PosSession.Id(Uuid7.next());
        tx.sql()
                .insertInto(POS_SESSION)
                .set(POS_SESSION.TENANT_ID, tx.id())
                .set(POS_SESSION.ID, id)
                .set(POS_SESSION.POS_REGISTER_ID, register)
                .set(POS_SESSION.CURRENCY, openingFloat.currency())
                .set(POS_SESSION.OPENING_FLOAT, openingFloat.withoutCurrency())
                .set(POS_SESSION.EXPECTED, openingFloat.withoutCurrency())
                .set(POS_SESSION.OPENED_BY, by)
                .set(POS_SESSION.OPENED_AT, at)
                .execute();
        return now(tx, id);
    }

    void close(TenantContext tx, PosSession.Id id, Money counted, String by, Instant at) {
        tx.sql()
                .update(POS_SESSION)
                .set(POS_SESSION.COUNTED, counted.withoutCurrency())
                .set(POS_SESSION.CLOSED_BY, by)
                .set(POS_SESSION.CLOSED_AT, at)
                .where(tx.owns(POS_SESSION))
                .and(POS_SESSION.ID.eq(id))
                .execute();
    }

    /** Any number of movements of cash, in one statement. */
    void move(TenantContext tx, List<CashMovement> movements) {
        Rows.of(movements)
                .with(CASH_MOVEMENT.ID, CashMovement::id)
                .with(CASH_MOVEMENT.POS_SESSION_ID, CashMovement::sessionId)
                .with(CASH_MOVEMENT.KIND, CashMovement::kind)
                .with(CASH_MOVEMENT.AMOUNT, movement -> movement.amount().withoutCurrency())
                .with(CASH_MOVEMENT.REASON, CashMovement::reason)
                .with(CASH_MOVEMENT.ORDER_ID, CashMovement::orderId)
                .with(CASH_MOVEMENT.ACTOR, CashMovement::actor)
                .with(CASH_MOVEMENT.MOVED_AT, CashMovement::movedAt)
                .insertInto(tx, CASH_MOVEMENT)
                .execute();
    }

    Map<CashMovement.Id, CashMovement> movementById(
            TenantContext tenant, Condition which, Collection<CashMovement.Id> ids) {
        return joined(tenant, movements(tenant))
                .where(tenant.owns(CASH_MOVEMENT))
                .and(Sql.isAny(CASH_MOVEMENT.ID, ids))
                .and(which)
                .fetchMap(CASH_MOVEMENT.ID, PosSessionRepository::movement);
    }

    CashMovement movement(TenantContext tx, CashMovement.Id id) {
        return Objects.requireNonNull(
                movementById(tx, DSL.noCondition(), List.of(id)).get(id));
    }

    private static SelectJoinStep<Record> movements(TenantContext tenant) {
        return tenant.sql()
                .select(MOVEMENT)
                .from(CASH_MOVEMENT)
                .join(POS_SESSION)
                .on(tenant.owns(POS_SESSION).and(POS_SESSION.ID.eq(CASH_MOVEMENT.POS_SESSION_ID)));
    }

    Map<PosSession.Id, Connection<CashMovement>> movementsOf(
            TenantContext tenant, Collection<PosSession.Id> sessions, PageArgs page) {
        return movementsOfEach(tenant).fetch(sessions, movements(tenant), page, PosSessionRepository::movement);
    }

    Map<PosSession.Id, Integer> countMovementsOf(TenantContext tenant, Collection<PosSession.Id> sessions) {
        return movementsOfEach(tenant).count(sessions);
    }

    private PageOfEach<PosSession.Id, CashMovement.Id> movementsOfEach(TenantContext tenant) {
        return new PageOfEach<>(
                tenant,
                pages,
                "cashMovements",
                CASH_MOVEMENT,
                CASH_MOVEMENT.POS_SESSION_ID,
                CASH_MOVEMENT.ID,
                OLDEST_FIRST);
    }

    void record(TenantContext tx, List<PosSale> sales) {
        Rows.of(sales)
                .with(POS_SALE.ORDER_ID, PosSale::orderId)
                .with(POS_SALE.POS_SESSION_ID, PosSale::sessionId)
                .with(POS_SALE.LATE, PosSale::late)
                .with(POS_SALE.RECEIVED_AT, PosSale::receivedAt)
                .insertInto(tx, POS_SALE)
                .execute();
    }

    Map<Order.Id, PosSale> salesOf(TenantContext tenant, Condition which, Collection<Order.Id> orders) {
        return joined(
                        tenant,
                        tenant.sql()
                                .select(List.<SelectField<?>>of(
                                        POS_SALE.ORDER_ID,
                                        POS_SALE.POS_SESSION_ID,
                                        POS_SALE.LATE,
                                        POS_SALE.RECEIVED_AT))
                                .from(POS_SALE)
                                .join(POS_SESSION)
                                .on(tenant.owns(POS_SESSION).and(POS_SESSION.ID.eq(POS_SALE.POS_SESSION_ID))))
                .where(tenant.owns(POS_SALE))
                .and(Sql.isAny(POS_SALE.ORDER_ID, orders))
                .and(which)
                .fetchMap(
                        POS_SALE.ORDER_ID,
                        row -> new PosSale(
                                row.get(POS_SALE.ORDER_ID),
                                row.get(POS_SALE.POS_SESSION_ID),
                                row.get(POS_SALE.LATE),
                                row.get(POS_SALE.RECEIVED_AT)));
    }
}
