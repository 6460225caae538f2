package io.merkato.channel;

import static io.merkato.jooq.channel.Tables.POS_REGISTER;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

@Repository
class PosRegisterRepository {

    private static final List<SelectField<?>> FIELDS = List.of(
            POS_REGISTER.ID,
            POS_REGISTER.STORE_ID,
            POS_REGISTER.LOCATION_ID,
            POS_REGISTER.CODE,
            POS_REGISTER.NAME,
            POS_REGISTER.ACTIVE,
            POS_REGISTER.VERSION,
            POS_REGISTER.CREATED_AT,
            POS_REGISTER.UPDATED_AT);

    private final Pages pages;

    PosRegisterRepository(Pages pages) {
        this.pages = pages;
    }

    private static PosRegister register(Record row) {
        return new PosRegister(
                row.get(POS_REGISTER.ID),
                row.get(POS_REGISTER.STORE_ID),
                row.get(POS_REGISTER.LOCATION_ID),
                row.get(POS_REGISTER.CODE),
                row.get(POS_REGISTER.NAME),
                row.get(POS_REGISTER.ACTIVE),
                row.get(POS_REGISTER.VERSION),
                row.get(POS_REGISTER.CREATED_AT),
                row.get(POS_REGISTER.UPDATED_AT));
    }

    Map<PosRegister.Id, PosRegister> byId(TenantContext tenant, Condition which, Collection<PosRegister.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(POS_REGISTER)
                .where(tenant.owns(POS_REGISTER))
                .and(Sql.isAny(POS_REGISTER.ID, ids))
                .and(which)
                .fetchMap(POS_REGISTER.ID, PosRegisterRepository::register);
    }

    Optional<PosRegister> find(TenantContext tenant, PosRegister.Id id) {
        return tenant.sql()
                .select(FIELDS)
                .from(POS_REGISTER)
                .where(tenant.owns(POS_REGISTER))
                .and(POS_REGISTER.ID.eq(id))
                .fetchOptional(PosRegisterRepository::register);
    }

    /** Locked until the transaction ends. */
    Optional<PosRegister> lock(TenantContext tx, PosRegister.Id id) {
        return tx.sql()
                .select(FIELDS)
                .from(POS_REGISTER)
                .where(tx.owns(POS_REGISTER))
                .and(POS_REGISTER.ID.eq(id))
                .forNoKeyUpdate()
                .fetchOptional(PosRegisterRepository::register);
    }

    Connection<PosRegister> page(TenantContext tenant, Condition which, PageArgs page) {
        Condition all = tenant.owns(POS_REGISTER).and(which);
        return pages.fetch(
                        tenant.id() + " posRegisters",
                        tenant.sql().select(FIELDS).from(POS_REGISTER).where(all),
                        List.of(POS_REGISTER.CODE.asc(), POS_REGISTER.ID.asc()),
                        page,
                        PosRegisterRepository::register)
                .counted(tenant.sql(), selectOne().from(POS_REGISTER).where(all));
    }

    PosRegister insert(TenantContext tx, PosRegister register) {
        return tx.sql()
                .insertInto(POS_REGISTER)
                .set(POS_REGISTER.TENANT_ID, tx.id())
                .set(POS_REGISTER.ID, register.id())
                .set(POS_REGISTER.STORE_ID, register.storeId())
                .set(POS_REGISTER.LOCATION_ID, register.locationId())
                .set(POS_REGISTER.CODE, register.code())
                .set(POS_REGISTER.NAME, register.name())
                .returning(FIELDS)
                .fetchSingle(PosRegisterRepository::register);
    }

    PosRegister update(TenantContext tx, PosRegister register) {
        return tx.sql()
                .update(POS_REGISTER)
                .set(POS_REGISTER.LOCATION_ID, register.locationId())
                .set(POS_REGISTER.NAME, register.name())
                .set(POS_REGISTER.ACTIVE, register.active())
                .set(POS_REGISTER.VERSION, POS_REGISTER.VERSION.plus(1))
                .set(POS_REGISTER.UPDATED_AT, Instant.now())
                .where(tx.owns(POS_REGISTER))
                .and(POS_REGISTER.ID.eq(register.id()))
                .returning(FIELDS)
                .fetchSingle(PosRegisterRepository::register);
    }
}
