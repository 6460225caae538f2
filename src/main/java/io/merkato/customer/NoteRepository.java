package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.NOTE;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.tenancy.PageOfEach;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectField;
import org.jooq.SortField;
import org.springframework.stereotype.Repository;

/** What staff note about customers. */
@Repository
class NoteRepository {

    static final List<SelectField<?>> FIELDS = List.of(
            NOTE.ID, NOTE.CUSTOMER_ID, NOTE.BODY, NOTE.AUTHOR_NAME, NOTE.VERSION, NOTE.CREATED_AT, NOTE.UPDATED_AT);
    private static final List<SortField<?>> NEWEST_FIRST = List.of(NOTE.CREATED_AT.desc(), NOTE.ID.desc());

    private final Pages pages;

    NoteRepository(Pages pages) {
        this.pages = pages;
    }

    static CustomerNote note(Record row) {
        return new CustomerNote(
                row.get(NOTE.ID),
                row.get(NOTE.CUSTOMER_ID),
                row.get(NOTE.BODY),
                row.get(NOTE.AUTHOR_NAME),
                row.get(NOTE.VERSION),
                row.get(NOTE.CREATED_AT),
                row.get(NOTE.UPDATED_AT));
    }

    static CustomerNote lock(TenantContext tx, CustomerNote.Id id) {
        return tx.sql()
                .select(FIELDS)
                .from(NOTE)
                .where(tx.owns(NOTE))
                .and(NOTE.ID.eq(id))
                .forUpdate()
                .fetchOptional(NoteRepository::note)
                .orElseThrow(() -> new Refused(Refusal.notFound("id")));
    }

    Map<CustomerNote.Id, CustomerNote> byId(TenantContext tenant, Collection<CustomerNote.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(NOTE)
                .where(tenant.owns(NOTE))
                .and(Sql.isAny(NOTE.ID, ids))
                .fetchMap(NOTE.ID, NoteRepository::note);
    }

    Map<Customer.Id, Connection<CustomerNote>> pageOf(
            TenantContext tenant, Collection<Customer.Id> customers, PageArgs args) {
        return each(tenant).fetch(customers, FIELDS, args, NoteRepository::note);
    }

    Map<Customer.Id, Integer> countOf(TenantContext tenant, Collection<Customer.Id> customers) {
        return each(tenant).count(customers);
    }

    private PageOfEach<Customer.Id, CustomerNote.Id> each(TenantContext tenant) {
        return new PageOfEach<>(tenant, pages, "customerNotes", NOTE, NOTE.CUSTOMER_ID, NOTE.ID, NEWEST_FIRST);
    }
}
