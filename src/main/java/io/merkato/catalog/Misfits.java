package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_VALUE;
import static io.merkato.jooq.catalog.Tables.PRODUCT;
import static java.util.stream.Collectors.toSet;

import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Products that a change of attributes does not fit: found, then remedied or refused. */
final class Misfits {

    private static final String STATUS = "status";

    private final TenantContext tx;
    private final List<AttributeSetRemedy> remedies;
    private final List<AttributeConflict> conflicts = new ArrayList<>();
    private final Set<Product.Id> products = new LinkedHashSet<>();
    /** Without those that are deleted, of which nobody hears any more. */
    private final Map<Product.Id, ProductState> remedied = new LinkedHashMap<>();

    Misfits(TenantContext tx, @Nullable List<AttributeSetRemedy> remedies) {
        this.tx = tx;
        this.remedies = remedies == null ? List.of() : remedies;
    }

    /** Removes the values that these have; without leave to do so, {@link #refuse} takes it back. */
    void removeValues(Condition which) {
        Map<Attribute.Id, List<Product.Id>> lost = tx.sql()
                .selectDistinct(ATTRIBUTE_VALUE.ATTRIBUTE_ID, ATTRIBUTE_VALUE.PRODUCT_ID)
                .from(ATTRIBUTE_VALUE)
                .where(tx.owns(ATTRIBUTE_VALUE))
                .and(which)
                .fetchGroups(ATTRIBUTE_VALUE.ATTRIBUTE_ID, ATTRIBUTE_VALUE.PRODUCT_ID);
        if (lost.isEmpty()) {
            return;
        }
        if (remedies.contains(AttributeSetRemedy.REMOVE_VALUES)) {
            remedied.putAll(ProductState.values(
                    tx,
                    which.and(ATTRIBUTE_VALUE.PRODUCT_ID.in(DSL.select(PRODUCT.ID)
                            .from(PRODUCT)
                            .where(tx.owns(PRODUCT))
                            .and(PRODUCT.DELETED_AT.isNull())))));
        }
        tx.sql()
                .deleteFrom(ATTRIBUTE_VALUE)
                .where(tx.owns(ATTRIBUTE_VALUE))
                .and(which)
                .execute();
        if (!remedies.contains(AttributeSetRemedy.REMOVE_VALUES)) {
            note(lost, AttributeConflict.Reason.VALUES_LOST);
        }
    }

    /** Takes products that are on sale without a required attribute off it; as above. */
    void unpublish(Condition which) {
        var missing = io.merkato.jooq.catalog.Tables.MISSING_REQUIRED(
                DSL.val(tx.id().value()), PRODUCT.ID.coerce(UUID.class));
        var attribute = missing.ATTRIBUTE_ID;
        Map<Attribute.Id, List<Product.Id>> lacking = tx.sql()
                .select(attribute, PRODUCT.ID)
                .from(PRODUCT)
                .crossJoin(DSL.lateral(missing))
                .where(tx.owns(PRODUCT))
                .and(PRODUCT.STATUS.eq(ProductStatus.ACTIVE))
                .and(PRODUCT.DELETED_AT.isNull())
                .and(which)
                .fetchGroups(attribute, PRODUCT.ID);
        if (lacking.isEmpty()) {
            return;
        }
        if (!remedies.contains(AttributeSetRemedy.UNPUBLISH)) {
            note(lacking, AttributeConflict.Reason.VALUE_MISSING);
            return;
        }
        Set<Product.Id> unpublished =
                lacking.values().stream().flatMap(List::stream).collect(toSet());
        unpublished.forEach(product -> remedied.computeIfAbsent(product, id -> ProductState.empty())
                .members()
                .put(STATUS, ProductStatus.ACTIVE));
        tx.sql()
                .update(PRODUCT)
                .set(PRODUCT.STATUS, ProductStatus.DRAFT)
                .where(tx.owns(PRODUCT))
                .and(Sql.isAny(PRODUCT.ID, unpublished))
                .execute();
    }

    /** Where products were remedied that nobody tells of otherwise: each, and each variant, gets its next version, and whoever listens hears of it. */
    void tell() {
        if (remedied.isEmpty()) {
            return;
        }
        ProductChanges.raise(
                tx,
                remedied.keySet(),
                remedied.values().stream()
                        .flatMap(state -> state.variantIds().stream())
                        .toList());
        remedied.forEach((product, before) -> tx.changes(
                product,
                before.members(),
                before.members().containsKey(STATUS) ? Map.of(STATUS, ProductStatus.DRAFT) : Map.of()));
    }

    /** @throws Refused with {@link AttributeSetConflict} where something was found and there was no leave to remedy it */
    void refuse() {
        if (!conflicts.isEmpty()) {
            throw new Refused(AttributeSetConflict.of(products.size(), List.copyOf(conflicts)));
        }
    }

    private void note(Map<Attribute.Id, List<Product.Id>> found, AttributeConflict.Reason reason) {
        tx.sql()
                .select(AttributeRepository.FIELDS)
                .from(ATTRIBUTE)
                .where(tx.owns(ATTRIBUTE))
                .and(Sql.isAny(ATTRIBUTE.ID, found.keySet()))
                .orderBy(ATTRIBUTE.CODE)
                .fetch(AttributeRepository::attribute)
                .forEach(attribute -> conflicts.add(
                        AttributeConflict.of(attribute, reason, Objects.requireNonNull(found.get(attribute.id())))));
        found.values().forEach(products::addAll);
    }
}
