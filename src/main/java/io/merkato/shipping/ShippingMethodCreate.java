package io.merkato.shipping;

import static io.merkato.api.Permission.SHIPPING_WRITE;

import io.merkato.api.Given;
import io.merkato.api.LocalisedTextInput;
import io.merkato.api.MutationPayload;
import io.merkato.api.PostalAddressInput;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.money.MoneyInput;
import io.merkato.pricing.Taxes;
import io.merkato.store.Store;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class ShippingMethodCreate {

    record Input(
            ShippingZone.@Nullable Id zoneId,
            Store.@Nullable Id storeId,
            String code,
            @Nullable List<LocalisedTextInput> names,
            ShippingMethodKind kind,
            Currency currency,
            List<ShippingRateInput> rates,
            @Nullable BigDecimal freeFrom,
            @Nullable Integer minDays,
            @Nullable Integer maxDays,
            @Nullable PostalAddressInput pickupAddress,
            @Nullable String taxClass,
            @Nullable Boolean enabled,
            @Nullable Integer position) {

        ShippingMethod method() {
            return new ShippingMethod(
                    new ShippingMethod.Id(Uuid7.next()),
                    zoneId,
                    storeId,
                    code.strip(),
                    LocalisedTextInput.text(names),
                    kind,
                    currency,
                    List.of(),
                    freeFrom == null ? null : new MoneyInput(freeFrom, currency).money("input", "freeFrom"),
                    minDays,
                    maxDays,
                    pickupAddress == null ? null : pickupAddress.address("input", "pickupAddress"),
                    taxClass,
                    Given.or(enabled, true),
                    Given.or(position, 0),
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH);
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

    ShippingMethodCreate(ShippingMethodRepository methods, ShippingZoneRepository zones, Taxes taxes) {
        this.methods = methods;
        this.taxes = taxes;
        this.zones = zones;
    }

    @MutationMapping
    Payload shippingMethodCreate(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(SHIPPING_WRITE), Payload::refused, tx -> {
            ShippingMethod wanted = input.method();
            List<ShippingRateInput.Banded> rates =
                    ShippingRateInput.rates(input.rates(), input.kind(), input.currency());
            if (wanted.zoneId() != null) {
                zones.lock(tx, wanted.zoneId(), "input", "zoneId");
            }
            if (wanted.taxClass() != null) {
                taxes.requireClass(tx, wanted.taxClass(), "input", "taxClass");
            }
            methods.insert(tx, wanted, rates);
            ShippingMethod created = methods.lock(tx, wanted.id());
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
