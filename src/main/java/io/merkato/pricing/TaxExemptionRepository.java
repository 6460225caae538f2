package io.merkato.pricing;

import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.jooq.pricing.Tables.TAX_EXEMPTION;

import io.merkato.api.Given;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.customer.Customer;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

/** Who is exempt, and why. */
@Repository
class TaxExemptionRepository {

    private static final int MOST = 50;

    private static TaxExemption exemption(Record row) {
        return new TaxExemption(
                row.get(TAX_EXEMPTION.ID),
                row.get(TAX_EXEMPTION.CUSTOMER_ID),
                row.get(TAX_EXEMPTION.TAX_ZONE_ID),
                row.get(TAX_EXEMPTION.TAX_CLASS_ID),
                row.get(TAX_EXEMPTION.CERTIFICATE),
                row.get(TAX_EXEMPTION.STARTS_AT),
                row.get(TAX_EXEMPTION.ENDS_AT),
                row.get(TAX_EXEMPTION.VERSION),
                row.get(TAX_EXEMPTION.CREATED_AT),
                row.get(TAX_EXEMPTION.UPDATED_AT));
    }

    private static SelectConditionStep<Record> exemptions(TenantContext tenant) {
        List<SelectField<?>> fields = List.of(
                TAX_EXEMPTION.ID,
                TAX_EXEMPTION.CUSTOMER_ID,
                TAX_EXEMPTION.TAX_ZONE_ID,
                TAX_EXEMPTION.TAX_CLASS_ID,
                TAX_EXEMPTION.CERTIFICATE,
                TAX_EXEMPTION.STARTS_AT,
                TAX_EXEMPTION.ENDS_AT,
                TAX_EXEMPTION.VERSION,
                TAX_EXEMPTION.CREATED_AT,
                TAX_EXEMPTION.UPDATED_AT);
        return tenant.sql().select(fields).from(TAX_EXEMPTION).where(tenant.owns(TAX_EXEMPTION));
    }

    Map<TaxExemption.Id, TaxExemption> byId(TenantContext tenant, Collection<TaxExemption.Id> ids) {
        return exemptions(tenant)
                .and(Sql.isAny(TAX_EXEMPTION.ID, ids))
                .fetchMap(TAX_EXEMPTION.ID, TaxExemptionRepository::exemption);
    }

    Map<Customer.Id, List<TaxExemption>> of(TenantContext tenant, Collection<Customer.Id> customers) {
        return exemptions(tenant)
                .and(Sql.isAny(TAX_EXEMPTION.CUSTOMER_ID, customers))
                .orderBy(TAX_EXEMPTION.STARTS_AT, TAX_EXEMPTION.ID)
                .fetchGroups(TAX_EXEMPTION.CUSTOMER_ID, TaxExemptionRepository::exemption);
    }

    TaxExemption read(TenantContext tx, TaxExemption.Id id) {
        return exemptions(tx).and(TAX_EXEMPTION.ID.eq(id)).fetchSingle(TaxExemptionRepository::exemption);
    }

    TaxExemption lock(TenantContext tx, TaxExemption.Id id) {
        return exemptions(tx)
                .and(TAX_EXEMPTION.ID.eq(id))
                .forUpdate()
                .fetchOptional(TaxExemptionRepository::exemption)
                .orElseThrow(() -> Given.nothing("id"));
    }

    /** Refuses more than a customer's list, which comes whole, may have. Two at once wait for each other at what is there already. */
    void insert(TenantContext tx, TaxExemption exemption) {
        exemptions(tx)
                .and(TAX_EXEMPTION.CUSTOMER_ID.eq(exemption.customerId()))
                .orderBy(TAX_EXEMPTION.ID)
                .forUpdate()
                .execute();
        tx.sql()
                .insertInto(TAX_EXEMPTION)
                .set(TAX_EXEMPTION.TENANT_ID, tx.id())
                .set(TAX_EXEMPTION.ID, exemption.id())
                .set(TAX_EXEMPTION.CUSTOMER_ID, exemption.customerId())
                .set(TAX_EXEMPTION.TAX_ZONE_ID, exemption.zoneId())
                .set(TAX_EXEMPTION.TAX_CLASS_ID, exemption.taxClassId())
                .set(TAX_EXEMPTION.CERTIFICATE, exemption.certificate())
                .set(TAX_EXEMPTION.STARTS_AT, exemption.startsAt())
                .set(TAX_EXEMPTION.ENDS_AT, exemption.endsAt())
                .execute();
        int there = tx.sql()
                .fetchCount(tx.sql()
                        .selectOne()
                        .from(TAX_EXEMPTION)
                        .where(tx.owns(TAX_EXEMPTION))
                        .and(TAX_EXEMPTION.CUSTOMER_ID.eq(exemption.customerId())));
        if (there > MOST) {
            throw new Refused(Refusal.of(NOT_ALLOWED, "A customer has at most " + MOST + " exemptions.", "input"));
        }
    }
}
