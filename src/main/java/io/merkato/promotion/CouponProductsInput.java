package io.merkato.promotion;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.Given;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.catalog.Categories;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.catalog.Products;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which products a coupon is for: all, or those of the lists. */
record CouponProductsInput(
        @Nullable Boolean every,
        @Nullable List<Product.Id> productIds,
        @Nullable List<Category.Id> categoryIds) {

    static final int MOST = 250;

    /** Checked: not both every product and some of them, and not too many. */
    boolean isEvery() {
        if (products().size() > MOST) {
            throw new Refused(
                    Refusal.of(TOO_LONG, "At most " + MOST + " products.", "input", "products", "productIds"));
        }
        if (categories().size() > MOST) {
            throw new Refused(
                    Refusal.of(TOO_LONG, "At most " + MOST + " categories.", "input", "products", "categoryIds"));
        }
        if (Given.isTrue(every) && !(products().isEmpty() && categories().isEmpty())) {
            throw new Refused(
                    Refusal.of(INVALID, "A coupon is for every product or for some, not both.", "input", "products"));
        }
        return Given.isTrue(every);
    }

    /** A deleted product or category is nothing to refer to. */
    void requireThere(TenantContext tx, Products products, Categories categories) {
        if (isEvery()) {
            return;
        }
        products.require(tx, products(), "input", "products", "productIds");
        categories.require(tx, categories(), "input", "products", "categoryIds");
    }

    List<Product.Id> products() {
        return productIds == null ? List.of() : productIds;
    }

    List<Category.Id> categories() {
        return categoryIds == null ? List.of() : categoryIds;
    }
}
