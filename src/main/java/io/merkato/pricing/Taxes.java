package io.merkato.pricing;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.catalog.Product;
import io.merkato.tenancy.TenantContext;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which taxes are due. */
@Component
public final class Taxes {

    private final TaxRepository taxes;

    Taxes(TaxRepository taxes) {
        this.taxes = taxes;
    }

    /**
     * The rate on each product, in one statement: that of its class, or the tenant's default class, in the region's zone if that has
     * one for the class, else in the country's. A product on which there is none is left out.
     */
    public Map<Product.Id, AppliedTax> rates(
            TenantContext tenant, TaxQuestion question, Collection<Product.Id> products) {
        return taxes.rates(tenant, question, products);
    }

    /** The rates on what was sold at one place, each to whom and when it was, in one statement. */
    public Map<TaxedSale, AppliedTax> rates(
            TenantContext tenant, String country, @Nullable String region, Collection<TaxedSale> sales) {
        return taxes.rates(tenant, country, region, sales);
    }

    /** Refuses the code of no class, and keeps the class as it is until the transaction ends. */
    public void requireClass(TenantContext tx, String taxClass, String... path) {
        if (!taxes.keepClass(tx, taxClass)) {
            throw new Refused(Refusal.of(UserErrorCode.NOT_FOUND, "There is no tax class with this code.", path));
        }
    }

    /**
     * The rate on what is no product, such as shipping, in one statement: that of the class, or of the tenant's default class.
     *
     * @param taxClass its code; null for the default class
     */
    public Optional<AppliedTax> ofClass(TenantContext tenant, TaxQuestion question, @Nullable String taxClass) {
        return taxes.rate(tenant, question, taxClass);
    }
}
