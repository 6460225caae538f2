package io.merkato.catalog;

import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_SET_ATTRIBUTE;
import static io.merkato.jooq.catalog.Tables.VARIANT;
import static java.util.stream.Collectors.toMap;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.impl.DSL;

/** How variants of one product come to be, change and go: each in one statement, however many there are. */
final class VariantWriter {

    static final int MOST = 250;

    private VariantWriter() {}

    static List<ProductVariant.Id> insert(TenantContext tx, LockedProduct product, List<ProductVariantInput> inputs) {
        if (inputs.isEmpty()) {
            return List.of();
        }
        var there = tx.sql()
                .select(DSL.count(), DSL.max(VARIANT.POSITION))
                .from(VARIANT)
                .where(tx.owns(VARIANT))
                .and(VARIANT.PRODUCT_ID.eq(product.id()))
                .and(VARIANT.DELETED_AT.isNull())
                .fetchSingle();
        if (there.value1() + inputs.size() > MOST) {
            throw new Refused(
                    Refusal.of(TOO_LONG, "A product has at most " + MOST + " variants.", "input", "variants"));
        }
        var rows = new ArrayList<VariantRow>();
        var prices = new ArrayList<PriceInput.Of>();
        var values = new ArrayList<AttributeValueInput.Of>();
        Integer last = there.value2();
        for (int i = 0; i < inputs.size(); i++) {
            ProductVariantInput input = inputs.get(i);
            var id = new ProductVariant.Id(Uuid7.next());
            VariantRow row = input.row(id, Place.behind(last), "input", "variants", "" + i, "cost");
            rows.add(row);
            last = last == null ? row.position() : Math.max(last, row.position());
            prices.addAll(PriceInput.of(id, input.prices(), "input", "variants", "" + i, "prices"));
            values.addAll(AttributeValueInput.of(
                    product.id(), id, input.attributes(), "input", "variants", "" + i, "attributes"));
        }
        refuseDoubles(rows);
        tx.write(
                rows,
                row -> place(rows.indexOf(row)),
                some -> columns(some)
                        .with(VARIANT.PRODUCT_ID, row -> product.id())
                        .with(VARIANT.KIND, row -> product.kind())
                        .insertInto(tx, VARIANT)
                        .execute());
        PriceInput.write(tx, prices);
        ValueWriter.write(tx, product.attributeSetId(), values);
        requireAxes(tx, product, rows.stream().map(VariantRow::id).toList(), "input", "variants");
        return rows.stream().map(VariantRow::id).toList();
    }

    /** Those of the product, locked, by id. */
    static Map<ProductVariant.Id, VariantRow> lock(
            TenantContext tx, Product.Id product, Collection<ProductVariant.Id> ids) {
        return tx.sql()
                .selectFrom(VARIANT)
                .where(tx.owns(VARIANT))
                .and(VARIANT.PRODUCT_ID.eq(product))
                .and(VARIANT.DELETED_AT.isNull())
                .and(Sql.isAny(VARIANT.ID, ids))
                .orderBy(VARIANT.ID)
                .forUpdate()
                .fetchMap(VARIANT.ID, VariantRow::of);
    }

    /** @param before the same variants as they are */
    static void update(TenantContext tx, Collection<VariantRow> before, List<VariantRow> rows) {
        refuseDoubles(rows);
        setAside(tx, before, rows);
        tx.write(rows, row -> place(rows.indexOf(row)), some -> update(tx, some));
    }

    private static int update(TenantContext tx, List<VariantRow> rows) {
        Rows<VariantRow> changed = columns(rows);
        return tx.sql()
                .update(VARIANT)
                .set(VARIANT.SKU, changed.get(VARIANT.SKU))
                .set(VARIANT.BARCODE, changed.get(VARIANT.BARCODE))
                .set(VARIANT.WEIGHT_GRAMS, changed.get(VARIANT.WEIGHT_GRAMS))
                .set(VARIANT.POSITION, changed.get(VARIANT.POSITION))
                .set(VARIANT.OFFERED, changed.get(VARIANT.OFFERED))
                .set(VARIANT.COST_AMOUNT, changed.get(VARIANT.COST_AMOUNT))
                .set(VARIANT.COST_CURRENCY, changed.get(VARIANT.COST_CURRENCY))
                .set(VARIANT.EXTERNAL_ID, changed.get(VARIANT.EXTERNAL_ID))
                .from(changed.table())
                .where(tx.owns(VARIANT))
                .and(VARIANT.ID.eq(changed.get(VARIANT.ID)))
                .execute();
    }

    static void delete(TenantContext tx, Collection<ProductVariant.Id> ids) {
        tx.sql()
                .update(VARIANT)
                .set(VARIANT.DELETED_AT, Instant.now())
                .where(tx.owns(VARIANT))
                .and(Sql.isAny(VARIANT.ID, ids))
                .execute();
    }

    /** Frees the SKUs and external ids that pass from one of the variants to another: each of them is unique at every moment. */
    private static void setAside(TenantContext tx, Collection<VariantRow> before, List<VariantRow> rows) {
        Map<String, ProductVariant.Id> skus = rows.stream().collect(toMap(VariantRow::sku, VariantRow::id));
        var externalIds = new HashMap<String, ProductVariant.Id>();
        rows.stream()
                .filter(row -> row.externalId() != null)
                .forEach(row -> externalIds.put(row.externalId(), row.id()));
        List<ProductVariant.Id> passing = before.stream()
                .filter(row -> !row.id().equals(skus.getOrDefault(row.sku(), row.id()))
                        || !row.id().equals(externalIds.getOrDefault(row.externalId(), row.id())))
                .map(VariantRow::id)
                .toList();
        if (!passing.isEmpty()) {
            tx.sql()
                    .update(VARIANT)
                    .set(VARIANT.SKU, VARIANT.ID.cast(String.class))
                    .setNull(VARIANT.EXTERNAL_ID)
                    .where(tx.owns(VARIANT))
                    .and(Sql.isAny(VARIANT.ID, passing))
                    .execute();
        }
    }

    /** @param list the path of the variants, in the same order; the whole path where there is one only and it is no list */
    static void requireAxes(TenantContext tx, LockedProduct product, List<ProductVariant.Id> ids, String... list) {
        if (product.kind() != ProductKind.CONFIGURABLE || product.attributeSetId() == null) {
            return;
        }
        Set<ProductVariant.Id> lacking = tx.sql()
                .select(VARIANT.ID)
                .from(VARIANT)
                .where(tx.owns(VARIANT))
                .and(Sql.isAny(VARIANT.ID, ids))
                .and(VARIANT.AXIS_KEY.isNull())
                .andExists(DSL.selectOne()
                        .from(ATTRIBUTE_SET_ATTRIBUTE)
                        .where(tx.owns(ATTRIBUTE_SET_ATTRIBUTE))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.ATTRIBUTE_SET_ID.eq(product.attributeSetId()))
                        .and(ATTRIBUTE_SET_ATTRIBUTE.AXIS))
                .fetchSet(VARIANT.ID);
        for (int i = 0; i < ids.size(); i++) {
            if (lacking.contains(ids.get(i))) {
                List<String> path = new ArrayList<>(List.of(list));
                if (list[list.length - 1].equals("variants")) {
                    path.add("" + i);
                    path.add("attributes");
                }
                throw new Refused(new Refusal(
                        REQUIRED, "A variant has an option for each axis of the attribute set.", List.copyOf(path)));
            }
        }
    }

    private static List<String> place(int index) {
        return List.of("input", "variants", "" + index);
    }

    private static void refuseDoubles(List<VariantRow> rows) {
        var ids = new HashSet<ProductVariant.Id>();
        var skus = new HashSet<String>();
        for (int i = 0; i < rows.size(); i++) {
            if (!ids.add(rows.get(i).id())) {
                throw new Refused(
                        Refusal.of(TAKEN, "The variant is in the input already.", "input", "variants", "" + i, "id"));
            }
            if (!skus.add(rows.get(i).sku())) {
                throw new Refused(Refusal.of(
                        TAKEN, "Two variants of the input have this SKU.", "input", "variants", "" + i, "sku"));
            }
        }
    }

    private static Rows<VariantRow> columns(List<VariantRow> rows) {
        return Rows.of(rows)
                .with(VARIANT.ID, VariantRow::id)
                .with(VARIANT.SKU, VariantRow::sku)
                .with(VARIANT.BARCODE, VariantRow::barcode)
                .with(VARIANT.WEIGHT_GRAMS, VariantRow::weightGrams)
                .with(VARIANT.POSITION, VariantRow::position)
                .with(VARIANT.OFFERED, VariantRow::available)
                .with(VARIANT.COST_AMOUNT, VariantRow::costAmount)
                .with(VARIANT.COST_CURRENCY, VariantRow::costCurrency)
                .with(VARIANT.EXTERNAL_ID, VariantRow::externalId);
    }
}
