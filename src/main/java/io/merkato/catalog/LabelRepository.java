package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.LABEL;
import static io.merkato.jooq.catalog.Tables.PRODUCT_LABEL;

import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jooq.Record;
import org.jooq.SelectField;
import org.springframework.stereotype.Repository;

/** Labels, and the products that wear them. */
@Repository
class LabelRepository {

    static final List<SelectField<?>> FIELDS =
            List.of(LABEL.ID, LABEL.CODE, LABEL.NAMES, LABEL.COLOUR, LABEL.POSITION, LABEL.VERSION);
    private static final int MOST = 100;

    static Label label(Record row) {
        return new Label(
                row.get(LABEL.ID),
                row.get(LABEL.CODE),
                row.get(LABEL.NAMES),
                row.get(LABEL.COLOUR),
                row.get(LABEL.POSITION),
                row.get(LABEL.VERSION));
    }

    List<Label> findAll(TenantContext tenant) {
        return tenant.sql()
                .select(FIELDS)
                .from(LABEL)
                .where(tenant.owns(LABEL))
                .orderBy(LABEL.POSITION, LABEL.CODE)
                .limit(MOST)
                .fetch(LabelRepository::label);
    }

    Map<Label.Id, Label> byId(TenantContext tenant, Collection<Label.Id> ids) {
        return tenant.sql()
                .select(FIELDS)
                .from(LABEL)
                .where(tenant.owns(LABEL))
                .and(Sql.isAny(LABEL.ID, ids))
                .fetchMap(LABEL.ID, LabelRepository::label);
    }

    Map<Product.Id, List<Label>> ofProducts(TenantContext tenant, Collection<Product.Id> products) {
        return tenant.sql()
                .select(PRODUCT_LABEL.PRODUCT_ID)
                .select(FIELDS)
                .from(PRODUCT_LABEL)
                .join(LABEL)
                .on(tenant.owns(LABEL).and(LABEL.ID.eq(PRODUCT_LABEL.LABEL_ID)))
                .where(tenant.owns(PRODUCT_LABEL))
                .and(Sql.isAny(PRODUCT_LABEL.PRODUCT_ID, products))
                .orderBy(LABEL.POSITION, LABEL.CODE)
                .fetchGroups(PRODUCT_LABEL.PRODUCT_ID, LabelRepository::label);
    }
}
