package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.jooq.pricing.Tables.PRODUCT_TAX_CLASS;
import static org.jooq.impl.DSL.excluded;

import io.merkato.api.MutationPayload;
import io.merkato.api.Sql;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.catalog.Product;
import io.merkato.catalog.Products;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says which tax class products are of. */
@Controller
class TaxClassAssign {

    record Input(List<Product.Id> productIds, TaxClass.@Nullable Id taxClassId) {}

    private record Told(TaxClass.@Nullable Id taxClassId) {}

    /** @param place from the arguments down */
    private record Placed(Product.Id product, List<String> place) {}

    record Payload(@Nullable TaxClass taxClass, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final TaxTableRepository tables;
    private final TaxRepository taxes;
    private final Products catalog;

    TaxClassAssign(TaxTableRepository tables, TaxRepository taxes, Products catalog) {
        this.catalog = catalog;
        this.tables = tables;
        this.taxes = taxes;
    }

    @MutationMapping
    Payload taxClassAssign(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            TaxClass.Id wanted = input.taxClassId();
            TaxClass taxClass = wanted == null ? null : tables.lockClass(tx, wanted, "input", "taxClassId");
            List<Placed> products = Prescribed.all(
                    input.productIds(), "productIds", Placed::product, (product, place) -> new Placed(product, place));
            catalog.require(tx, input.productIds(), "input", "productIds");
            Map<Product.Id, TaxClass.Id> before = taxes.classOf(tx, input.productIds());
            if (wanted == null) {
                tx.sql()
                        .deleteFrom(PRODUCT_TAX_CLASS)
                        .where(tx.owns(PRODUCT_TAX_CLASS))
                        .and(Sql.isAny(PRODUCT_TAX_CLASS.PRODUCT_ID, input.productIds()))
                        .execute();
            } else {
                write(tx, products, wanted);
            }
            Map<Product.Id, TaxClass.Id> after = taxes.classOf(tx, input.productIds());
            if (input.productIds().isEmpty()) {
                tx.unchanged();
            }
            for (Product.Id product : input.productIds()) {
                tx.changes(product, new Told(before.get(product)), new Told(after.get(product)));
            }
            return new Payload(taxClass, List.of());
        });
    }

    private static void write(TenantContext tx, List<Placed> products, TaxClass.Id wanted) {
        if (products.isEmpty()) {
            return;
        }
        tx.write(
                products,
                Placed::place,
                some -> Rows.of(some)
                        .with(PRODUCT_TAX_CLASS.PRODUCT_ID, Placed::product)
                        .with(PRODUCT_TAX_CLASS.TAX_CLASS_ID, each -> wanted)
                        .insertInto(tx, PRODUCT_TAX_CLASS)
                        .onConflict(PRODUCT_TAX_CLASS.TENANT_ID, PRODUCT_TAX_CLASS.PRODUCT_ID)
                        .doUpdate()
                        .set(PRODUCT_TAX_CLASS.TAX_CLASS_ID, excluded(PRODUCT_TAX_CLASS.TAX_CLASS_ID))
                        .execute());
    }
}
