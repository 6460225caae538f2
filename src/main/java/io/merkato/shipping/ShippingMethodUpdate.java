package io.merkato.shipping;

import static io.merkato.api.Permission.SHIPPING_WRITE;

import io.merkato.api.Given;
import io.merkato.api.LocalisedTextInput;
import io.merkato.api.MutationPayload;
import io.merkato.api.PostalAddress;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import io.merkato.pricing.Taxes;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ShippingMethodUpdate {

    record Input(
            ShippingZone.@Nullable Id zoneId,
            ArgumentValue<Store.Id> storeId,
            @Nullable String code,
            @Nullable List<LocalisedTextInput> names,
            @Nullable List<ShippingRateInput> rates,
            ArgumentValue<BigDecimal> freeFrom,
            ArgumentValue<Integer> minDays,
            ArgumentValue<Integer> maxDays,
            @Nullable PostalAddressInput pickupAddress,
            ArgumentValue<String> taxClass,
            @Nullable Boolean enabled,
            @Nullable Integer position) {

        /** Without the rates, which follow by themselves. */
        ShippingMethod applyTo(ShippingMethod method) {
            return new ShippingMethod(
                    method.id(),
                    zoneId == null ? method.zoneId() : zoneId,
                    Given.or(storeId, method.storeId()),
                    code == null ? method.code() : code.strip(),
                    LocalisedTextInput.textOr(names, method.names()),
                    method.kind(),
                    method.currency(),
                    method.rates(),
                    freeFrom(method.freeFrom(), method.currency()),
                    Given.or(minDays, method.minDays()),
                    Given.or(maxDays, method.maxDays()),
                    address(method.pickupAddress()),
                    Given.or(taxClass, method.taxClass()),
                    Given.or(enabled, method.enabled()),
                    Given.or(position, method.position()),
                    method.version(),
                    method.createdAt(),
                    method.updatedAt());
        }

        private @Nullable Money freeFrom(@Nullable Money otherwise, Currency currency) {
            if (freeFrom.isOmitted()) {
                return otherwise;
            }
            return freeFrom.value() == null
                    ? null
                    : new MoneyInput(freeFrom.value(), currency).money("input", "freeFrom");
        }

        private @Nullable PostalAddress address(@Nullable PostalAddress otherwise) {
            return pickupAddress == null ? otherwise : pickupAddress.address("input", "pickupAddress");
        }
    }

    record Payload(@Nullable ShippingMethod shippingMethod, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ShippingMethodRepository methods;
    private final ShippingZoneRepository zones;
    private final Taxes taxes;

    ShippingMethodUpdate(ShippingMethodRepository methods, ShippingZoneRepository zones, Taxes taxes) {
        this.methods = methods;
        this.taxes = taxes;
        this.zones = zones;
    }

    @MutationMapping
    Payload shippingMethodUpdate(
            @Argument ShippingMethod.Id id,
            @Argument Input input,
            @Argument int ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(SHIPPING_WRITE), Payload::refused, tx -> {
            ShippingMethod before = methods.lock(tx, id);
            VersionConflict.check(ifVersion, before.version());
            ShippingMethod wanted = input.applyTo(before);
            List<ShippingRateInput.Banded> rates = input.rates() == null
                    ? null
                    : ShippingRateInput.rates(input.rates(), before.kind(), before.currency());
            if (rates == null && wanted.equals(before)) {
                tx.unchanged();
                return new Payload(before, List.of());
            }
            if (wanted.zoneId() != null && !wanted.zoneId().equals(before.zoneId())) {
                zones.lock(tx, wanted.zoneId(), "input", "zoneId");
            }
            if (wanted.taxClass() != null && !wanted.taxClass().equals(before.taxClass())) {
                taxes.requireClass(tx, wanted.taxClass(), "input", "taxClass");
            }
            methods.update(tx, wanted, rates);
            ShippingMethod after = methods.lock(tx, id);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
