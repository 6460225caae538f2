package io.merkato.client;

import static io.merkato.jooq.client.Tables.APPLICATION;
import static io.merkato.jooq.client.Tables.DOCUMENT;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.Connection;
import io.merkato.api.Given;
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
import org.jooq.Field;
import org.jooq.Record9;
import org.jooq.SelectJoinStep;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

@Repository
class ClientApplicationRepository {

    private static final Field<Integer> DOCUMENTS = field(selectCount()
            .from(DOCUMENT)
            .where(DOCUMENT.TENANT_ID.eq(APPLICATION.TENANT_ID))
            .and(DOCUMENT.APPLICATION_ID.eq(APPLICATION.ID))
            .and(DOCUMENT.REGISTERED_AT.isNotNull()));

    private final Pages pages;

    ClientApplicationRepository(Pages pages) {
        this.pages = pages;
    }

    Connection<ClientApplication> page(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " client applications",
                        applications(tenant).where(tenant.owns(APPLICATION)),
                        List.of(APPLICATION.CREATED_AT.desc(), APPLICATION.ID.desc()),
                        page,
                        mapping(ClientApplication::new))
                .counted(tenant.sql(), selectOne().from(APPLICATION).where(tenant.owns(APPLICATION)));
    }

    Map<ClientApplication.Id, ClientApplication> byId(TenantContext tenant, Collection<ClientApplication.Id> ids) {
        return applications(tenant)
                .where(tenant.owns(APPLICATION))
                .and(Sql.isAny(APPLICATION.ID, ids))
                .fetchMap(APPLICATION.ID, mapping(ClientApplication::new));
    }

    /** Code, id, mode and version of each. */
    List<RegisteredDocuments.Application> findAll(TenantContext tenant) {
        return tenant.sql()
                .select(APPLICATION.ID, APPLICATION.CODE, APPLICATION.MODE, APPLICATION.VERSION)
                .from(APPLICATION)
                .where(tenant.owns(APPLICATION))
                .fetch(mapping(RegisteredDocuments.Application::new));
    }

    /** Keeps others from changing it, and from registering documents for it. */
    ClientApplication lock(TenantContext tx, ClientApplication.Id id) {
        return lock(tx, APPLICATION.ID.eq(id)).orElseThrow(() -> Given.nothing("id"));
    }

    Optional<ClientApplication> lock(TenantContext tx, String code) {
        return lock(tx, APPLICATION.CODE.eq(code));
    }

    private static Optional<ClientApplication> lock(TenantContext tx, Condition which) {
        tx.sql()
                .select(APPLICATION.ID)
                .from(APPLICATION)
                .where(tx.owns(APPLICATION))
                .and(which)
                .forUpdate()
                .execute();
        return applications(tx).where(tx.owns(APPLICATION)).and(which).fetchOptional(mapping(ClientApplication::new));
    }

    ClientApplication insert(
            TenantContext tx, ClientApplication.Id id, String code, @Nullable String description, DocumentMode mode) {
        tx.sql()
                .insertInto(APPLICATION)
                .set(APPLICATION.TENANT_ID, tx.id())
                .set(APPLICATION.ID, id)
                .set(APPLICATION.CODE, code)
                .set(APPLICATION.DESCRIPTION, description)
                .set(APPLICATION.MODE, mode)
                .execute();
        return lock(tx, id);
    }

    ClientApplication update(
            TenantContext tx, ClientApplication.Id id, @Nullable String description, DocumentMode mode) {
        tx.sql()
                .update(APPLICATION)
                .set(APPLICATION.DESCRIPTION, description)
                .set(APPLICATION.MODE, mode)
                .set(APPLICATION.VERSION, APPLICATION.VERSION.plus(1))
                .set(APPLICATION.UPDATED_AT, Instant.now())
                .where(tx.owns(APPLICATION))
                .and(APPLICATION.ID.eq(id))
                .execute();
        return lock(tx, id);
    }

    void delete(TenantContext tx, ClientApplication.Id id) {
        tx.sql()
                .deleteFrom(APPLICATION)
                .where(tx.owns(APPLICATION))
                .and(APPLICATION.ID.eq(id))
                .execute();
    }

    private static SelectJoinStep<
                    Record9<
                            ClientApplication.Id,
                            String,
                            String,
                            DocumentMode,
                            Integer,
                            Long,
                            Integer,
                            Instant,
                            Instant>>
            applications(TenantContext tenant) {
        return tenant.sql()
                .select(
                        APPLICATION.ID,
                        APPLICATION.CODE,
                        APPLICATION.DESCRIPTION,
                        APPLICATION.MODE,
                        DOCUMENTS,
                        APPLICATION.UNLISTED_USES,
                        APPLICATION.VERSION,
                        APPLICATION.CREATED_AT,
                        APPLICATION.UPDATED_AT)
                .from(APPLICATION);
    }
}
