package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.AUDIT_ENTRY;
import static io.merkato.jooq.platform.Tables.AUDIT_VERIFY;
import static io.merkato.jooq.platform.Tables.OPERATOR_ENTRY;
import static io.merkato.jooq.platform.Tables.OPERATOR_VERIFICATION;
import static java.util.Objects.requireNonNull;
import static org.jooq.impl.DSL.function;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import io.merkato.api.Actor;
import io.merkato.api.Connection;
import io.merkato.api.Json;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Uuid7;
import io.merkato.api.Where;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.Table;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The chains of the audit log. The database writes, hashes and checks them; see the functions of its schema. */
@Repository
class AuditRepository {

    /** Both chains have these columns, and a row finds a column of either by its name. */
    private static final RecordMapper<Record, AuditEntry> MAPPER = row -> new AuditEntry(
            row.get(AUDIT_ENTRY.ID),
            row.get(AUDIT_ENTRY.SEQUENCE),
            row.get(AUDIT_ENTRY.AT),
            new Actor(
                    Actor.Kind.valueOf(row.get(AUDIT_ENTRY.ACTOR_KIND)),
                    row.get(AUDIT_ENTRY.ACTOR_ID),
                    row.get(AUDIT_ENTRY.ACTOR_NAME)),
            row.get(AUDIT_ENTRY.ACTION),
            row.get(AUDIT_ENTRY.TARGET_TYPE),
            row.get(AUDIT_ENTRY.TARGET_ID),
            Json.value(row.get(AUDIT_ENTRY.BEFORE)),
            Json.value(row.get(AUDIT_ENTRY.AFTER)),
            row.get(AUDIT_ENTRY.IP),
            row.get(AUDIT_ENTRY.USER_AGENT),
            row.get(AUDIT_ENTRY.REQUEST_ID),
            HexFormat.of().formatHex(row.get(AUDIT_ENTRY.PREV_HASH)),
            HexFormat.of().formatHex(row.get(AUDIT_ENTRY.HASH)));

    private final Pages pages;

    AuditRepository(Pages pages) {
        this.pages = pages;
    }

    Connection<AuditEntry> findAll(TenantContext tenant, @Nullable AuditWhere where, PageArgs page) {
        return page(tenant.sql(), AUDIT_ENTRY, "auditLog:" + tenant.id(), tenant.owns(AUDIT_ENTRY), where, page);
    }

    Connection<AuditEntry> findAll(PlatformContext platform, @Nullable AuditWhere where, PageArgs page) {
        return page(platform.sql(), OPERATOR_ENTRY, "platformAuditLog", noCondition(), where, page);
    }

    private Connection<AuditEntry> page(
            DSLContext sql, Table<?> chain, String list, Condition own, @Nullable AuditWhere where, PageArgs page) {
        Condition which = own.and(Where.of(where));
        return pages.fetch(
                        list,
                        sql.select(chain.fields()).from(chain).where(which),
                        List.of(requireNonNull(chain.field(AUDIT_ENTRY.SEQUENCE))
                                .desc()),
                        page,
                        MAPPER)
                .counted(sql, selectOne().from(chain).where(which));
    }

    /** Appends to the tenant's chain, in this order; holds it until the transaction ends. */
    void append(TenantContext tenant, List<Deed> deeds) {
        append(tenant.sql(), "audit_append", tenant.id().value(), deeds);
    }

    /** Appends to the platform's chain. */
    void appendToPlatform(DSLContext sql, @Nullable UUID tenant, List<Deed> deeds) {
        append(sql, "operator_append", tenant, deeds);
    }

    private static void append(DSLContext sql, String function, @Nullable UUID tenant, List<Deed> deeds) {
        Rows<Deed> rows = Rows.of(deeds)
                .with(AUDIT_ENTRY.ID, deed -> new AuditEntry.Id(Uuid7.next()))
                .with(AUDIT_ENTRY.ACTOR_KIND, deed -> deed.actor().kind().name())
                .with(AUDIT_ENTRY.ACTOR_ID, deed -> deed.actor().id())
                .with(AUDIT_ENTRY.ACTOR_NAME, deed -> deed.actor().name())
                .with(AUDIT_ENTRY.ACTION, Deed::action)
                .with(AUDIT_ENTRY.TARGET_TYPE, Deed::targetType)
                .with(AUDIT_ENTRY.TARGET_ID, Deed::targetId)
                .with(AUDIT_ENTRY.BEFORE, deed -> Json.of(deed.before()))
                .with(AUDIT_ENTRY.AFTER, deed -> Json.of(deed.after()))
                .with(AUDIT_ENTRY.IP, deed -> deed.origin().address())
                .with(AUDIT_ENTRY.USER_AGENT, deed -> deed.origin().userAgent())
                .with(AUDIT_ENTRY.REQUEST_ID, deed -> deed.origin().requestId());
        sql.select(function(
                        name("platform", function),
                        SQLDataType.BIGINT,
                        val(tenant, SQLDataType.UUID),
                        rows.get(AUDIT_ENTRY.ID),
                        rows.get(AUDIT_ENTRY.ACTOR_KIND),
                        rows.get(AUDIT_ENTRY.ACTOR_ID),
                        rows.get(AUDIT_ENTRY.ACTOR_NAME),
                        rows.get(AUDIT_ENTRY.ACTION),
                        rows.get(AUDIT_ENTRY.TARGET_TYPE),
                        rows.get(AUDIT_ENTRY.TARGET_ID),
                        rows.get(AUDIT_ENTRY.BEFORE),
                        rows.get(AUDIT_ENTRY.AFTER),
                        rows.get(AUDIT_ENTRY.IP),
                        rows.get(AUDIT_ENTRY.USER_AGENT),
                        rows.get(AUDIT_ENTRY.REQUEST_ID)))
                .from(rows.table())
                .execute();
    }

    AuditVerification verify(TenantContext tenant) {
        return verification(tenant.sql(), AUDIT_VERIFY(tenant.id().value()));
    }

    AuditVerification verify(PlatformContext platform) {
        return verification(platform.sql(), OPERATOR_VERIFICATION);
    }

    private static AuditVerification verification(DSLContext sql, Table<?> verified) {
        return sql.select(verified.fields())
                .from(verified)
                .fetchSingle(row -> new AuditVerification(
                        row.get(AUDIT_VERIFY.ENTRIES), row.get(AUDIT_VERIFY.BROKEN_AT), row.get(AUDIT_VERIFY.HEAD)));
    }
}
