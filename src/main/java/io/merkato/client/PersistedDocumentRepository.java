package io.merkato.client;

import static io.merkato.jooq.client.Tables.DOCUMENT;
import static io.merkato.jooq.client.Tables.DOCUMENT_USE;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.nullif;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record10;
import org.jooq.SelectJoinStep;
import org.springframework.stereotype.Repository;

@Repository
class PersistedDocumentRepository {

    private static final Field<Long> USES = coalesce(
            field(select(sum(DOCUMENT_USE.USES).cast(Long.class))
                    .from(DOCUMENT_USE)
                    .where(DOCUMENT_USE.TENANT_ID.eq(DOCUMENT.TENANT_ID))
                    .and(DOCUMENT_USE.DOCUMENT_ID.eq(DOCUMENT.ID))),
            inline(0L));
    private static final Field<Instant> LAST_USED_AT = field(select(max(DOCUMENT_USE.LAST_USED_AT))
            .from(DOCUMENT_USE)
            .where(DOCUMENT_USE.TENANT_ID.eq(DOCUMENT.TENANT_ID))
            .and(DOCUMENT_USE.DOCUMENT_ID.eq(DOCUMENT.ID)));

    private final Pages pages;

    PersistedDocumentRepository(Pages pages) {
        this.pages = pages;
    }

    Connection<PersistedDocument> page(TenantContext tenant, Condition which, PageArgs page) {
        Condition all = tenant.owns(DOCUMENT).and(which);
        return pages.fetch(
                        tenant.id() + " persisted documents",
                        documents(tenant).where(all),
                        List.of(DOCUMENT.ID.desc()),
                        page,
                        mapping(PersistedDocument::new))
                .counted(tenant.sql(), selectOne().from(DOCUMENT).where(all));
    }

    Map<PersistedDocument.Id, PersistedDocument> byId(TenantContext tenant, Collection<PersistedDocument.Id> ids) {
        return documents(tenant)
                .where(tenant.owns(DOCUMENT))
                .and(Sql.isAny(DOCUMENT.ID, ids))
                .fetchMap(DOCUMENT.ID, mapping(PersistedDocument::new));
    }

    Map<PersistedDocument.Id, List<PersistedDocumentUsage>> usage(
            TenantContext tenant, Collection<PersistedDocument.Id> ids) {
        return tenant.sql()
                .select(
                        DOCUMENT_USE.DOCUMENT_ID,
                        nullif(DOCUMENT_USE.CLIENT_VERSION, inline("")),
                        DOCUMENT_USE.USES,
                        DOCUMENT_USE.LAST_USED_AT)
                .from(DOCUMENT_USE)
                .where(tenant.owns(DOCUMENT_USE))
                .and(Sql.isAny(DOCUMENT_USE.DOCUMENT_ID, ids))
                .orderBy(DOCUMENT_USE.LAST_USED_AT.desc(), DOCUMENT_USE.CLIENT_VERSION)
                .fetchGroups(
                        row -> row.value1(),
                        row -> new PersistedDocumentUsage(row.value2(), row.value3(), row.value4()));
    }

    /** Registered under this id, by whichever application. */
    List<RegisteredDocument> sentAs(TenantContext tenant, String id) {
        return registered(tenant, DOCUMENT.SENT_AS.eq(id));
    }

    /** Registered with this text. */
    List<RegisteredDocument> ofText(TenantContext tenant, String sha256) {
        return registered(tenant, DOCUMENT.SHA256.eq(sha256));
    }

    private static List<RegisteredDocument> registered(TenantContext tenant, Condition which) {
        return tenant.sql()
                .select(DOCUMENT.ID, DOCUMENT.APPLICATION_ID, DOCUMENT.SHA256, DOCUMENT.BODY)
                .from(DOCUMENT)
                .where(tenant.owns(DOCUMENT))
                .and(which)
                .and(DOCUMENT.REGISTERED_AT.isNotNull())
                .orderBy(DOCUMENT.ID)
                .fetch(mapping(RegisteredDocument::new));
    }

    /** Hash of the text by what is sent instead, of those of the application that are registered. */
    Map<String, String> hashes(TenantContext tx, ClientApplication.Id application) {
        return tx.sql()
                .select(DOCUMENT.SENT_AS, DOCUMENT.SHA256)
                .from(DOCUMENT)
                .where(tx.owns(DOCUMENT))
                .and(DOCUMENT.APPLICATION_ID.eq(application))
                .and(DOCUMENT.REGISTERED_AT.isNotNull())
                .fetchMap(DOCUMENT.SENT_AS, DOCUMENT.SHA256);
    }

    /** What was only seen of these texts is registered from now on; what was seen of another, whose hash is one of these ids, makes room. */
    void insert(TenantContext tx, ClientApplication.Id application, String version, List<Manifest.Entry> entries) {
        tx.sql()
                .deleteFrom(DOCUMENT)
                .where(tx.owns(DOCUMENT))
                .and(DOCUMENT.APPLICATION_ID.eq(application))
                .and(DOCUMENT.REGISTERED_AT.isNull())
                .and(Sql.isAny(
                        DOCUMENT.SHA256,
                        entries.stream()
                                .flatMap(entry -> Stream.of(entry.sha256(), entry.id()))
                                .toList()))
                .execute();
        Instant now = Instant.now();
        rows(application, entries)
                .with(DOCUMENT.FIRST_VERSION, entry -> version)
                .with(DOCUMENT.REGISTERED_AT, entry -> now)
                .insertInto(tx, DOCUMENT)
                .execute();
    }

    private static Rows<Manifest.Entry> rows(ClientApplication.Id application, List<Manifest.Entry> entries) {
        return Rows.of(entries)
                .with(DOCUMENT.ID, entry -> new PersistedDocument.Id(Uuid7.next()))
                .with(DOCUMENT.APPLICATION_ID, entry -> application)
                .with(DOCUMENT.SENT_AS, Manifest.Entry::id)
                .with(DOCUMENT.SHA256, Manifest.Entry::sha256)
                .with(DOCUMENT.BODY, Manifest.Entry::text)
                .with(DOCUMENT.KIND, Manifest.Entry::kind)
                .with(DOCUMENT.OPERATION_NAME, Manifest.Entry::operationName);
    }

    private static SelectJoinStep<
                    Record10<
                            PersistedDocument.Id,
                            String,
                            ClientApplication.Id,
                            String,
                            OperationKind,
                            String,
                            String,
                            Instant,
                            Long,
                            Instant>>
            documents(TenantContext tenant) {
        return tenant.sql()
                .select(
                        DOCUMENT.ID,
                        DOCUMENT.SENT_AS,
                        DOCUMENT.APPLICATION_ID,
                        DOCUMENT.BODY,
                        DOCUMENT.KIND,
                        DOCUMENT.OPERATION_NAME,
                        DOCUMENT.FIRST_VERSION,
                        DOCUMENT.REGISTERED_AT,
                        USES,
                        LAST_USED_AT)
                .from(DOCUMENT);
    }
}
