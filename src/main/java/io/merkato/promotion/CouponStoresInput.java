package io.merkato.promotion;

import static io.merkato.api.UserErrorCode.INVALID;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.Given;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** In which stores a coupon is good: one of these. */
record CouponStoresInput(@Nullable Boolean every, @Nullable List<Store.Id> only) {

    /** Checked: some, and not too many. */
    boolean isEvery() {
        if (stores().size() > CouponProductsInput.MOST) {
            throw new Refused(Refusal.of(
                    TOO_LONG, "At most " + CouponProductsInput.MOST + " stores.", "input", "stores", "only"));
        }
        if (only == null && !Given.isTrue(every)) {
            throw new Refused(
                    Refusal.of(INVALID, "Every store, or the ones that `only` names.", "input", "stores", "every"));
        }
        return Given.isTrue(every);
    }

    List<Store.Id> stores() {
        return only == null ? List.of() : only;
    }
}
