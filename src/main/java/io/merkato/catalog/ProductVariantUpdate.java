package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ProductVariantUpdate {

    record Input(List<Item> variants) {}

    record Item(
            ProductVariant.Id id,
            @Nullable Integer ifVersion,
            @Nullable String sku,
            ArgumentValue<String> barcode,
            ArgumentValue<Long> weightGrams,
            @Nullable Integer position,
            @Nullable Boolean available,
            ArgumentValue<MoneyInput> cost,
            ArgumentValue<String> externalId,
            @Nullable List<AttributeValueInput> attributes) {

        VariantRow applyTo(VariantRow row, String... path) {
            MoneyInput costs = cost.value();
            Money paid = costs == null ? null : costs.money(path);
            return new VariantRow(
                    id,
                    sku == null ? row.sku() : sku.strip(),
                    Given.or(barcode, row.barcode()),
                    Given.or(weightGrams, row.weightGrams()),
                    Given.or(position, row.position()),
                    Given.or(available, row.available()),
                    cost.isOmitted() ? row.cost() : paid,
                    Given.or(externalId, row.externalId()),
                    row.version());
        }
    }

    record Payload(@Nullable Product product, @Nullable List<ProductVariant> variants, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final ProductChanges changes;
    private final VariantRepository variants;

    ProductVariantUpdate(ProductChanges changes, VariantRepository variants) {
        this.changes = changes;
        this.variants = variants;
    }

    @MutationMapping
    Payload productVariantUpdate(
            @Argument Product.Id productId,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        List<ProductVariant.Id> ids = input.variants().stream().map(Item::id).toList();
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Product product = changes.change(
                    tx, storeView, productId, "productId", null, locked -> update(tx, locked, ids, input.variants()));
            Map<ProductVariant.Id, ProductVariant> made = variants.byId(tx, new Sight(storeView, true), ids);
            return new Payload(
                    product,
                    ids.stream().map(id -> Objects.requireNonNull(made.get(id))).toList(),
                    List.of());
        });
    }

    private static void update(TenantContext tx, LockedProduct product, List<ProductVariant.Id> ids, List<Item> items) {
        Map<ProductVariant.Id, VariantRow> before = VariantWriter.lock(tx, product.id(), ids);
        var rows = new ArrayList<VariantRow>();
        var values = new ArrayList<AttributeValueInput.Of>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            VariantRow row = before.get(item.id);
            if (row == null) {
                throw Given.nothing("input", "variants", "" + i, "id");
            }
            VersionConflict.check(item.ifVersion, row.version(), "input", "variants", "" + i, "ifVersion");
            rows.add(item.applyTo(row, "input", "variants", "" + i, "cost"));
            values.addAll(AttributeValueInput.of(
                    product.id(), item.id, item.attributes, "input", "variants", "" + i, "attributes"));
        }
        if (!rows.isEmpty()) {
            VariantWriter.update(tx, before.values(), rows);
        }
        ValueWriter.write(tx, product.attributeSetId(), values);
        if (!values.isEmpty()) {
            VariantWriter.requireAxes(tx, product, ids, "input", "variants");
        }
    }
}
