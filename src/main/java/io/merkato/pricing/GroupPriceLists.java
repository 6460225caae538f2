package io.merkato.pricing;

import static io.merkato.jooq.pricing.Tables.PRICE_LIST;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_GROUP;

import io.merkato.customer.CustomerGroup;
import io.merkato.customer.GroupUse;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.springframework.stereotype.Repository;

/** A list whose group goes would reach nobody any more, and nobody would notice. */
@Repository
class GroupPriceLists implements GroupUse {

    @Override
    public List<String> uses(TenantContext tx, CustomerGroup.Id group) {
        return tx.sql()
                .select(PRICE_LIST.CODE)
                .from(PRICE_LIST_GROUP)
                .join(PRICE_LIST)
                .on(tx.owns(PRICE_LIST).and(PRICE_LIST.ID.eq(PRICE_LIST_GROUP.PRICE_LIST_ID)))
                .where(tx.owns(PRICE_LIST_GROUP))
                .and(PRICE_LIST_GROUP.CUSTOMER_GROUP_ID.eq(group))
                .orderBy(PRICE_LIST.CODE)
                .limit(10)
                .fetch(row -> "the price list " + row.value1());
    }
}
