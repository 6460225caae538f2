package io.merkato.customer;

import static io.merkato.api.UserErrorCode.NOT_ALLOWED;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.platform.Events;
import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.Tenants;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/**
 * What customers say of themselves. The address of whoever signs in is the login's, which they have proven to be theirs: to take
 * any would tell whether another customer has it, and keep it from whom it belongs to.
 */
@Controller
class ProfileUpdate {

    record Input(
            ArgumentValue<String> email,
            ArgumentValue<String> phone,
            ArgumentValue<String> givenName,
            ArgumentValue<String> familyName,
            ArgumentValue<String> company,
            ArgumentValue<Locale> locale) {

        CustomerInput fields() {
            return new CustomerInput(email, phone, givenName, familyName, company, locale, ArgumentValue.omitted());
        }
    }

    record Payload(@Nullable Customer customer, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Shoppers shoppers;
    private final CustomerWriter customers;
    private final Activities activities;
    private final Tenants tenants;
    private final Events events;

    ProfileUpdate(Shoppers shoppers, CustomerWriter customers, Activities activities, Tenants tenants, Events events) {
        this.shoppers = shoppers;
        this.customers = customers;
        this.activities = activities;
        this.tenants = tenants;
        this.events = events;
    }

    @MutationMapping
    Payload profileUpdate(
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        String country = tenants.byId(tenant).country();
        return tenant.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            tx.ownDeed();
            Customer before = customers.lock(tx, shoppers.require(tx, shopper));
            VersionConflict.check(ifVersion, before.version());
            if (before.signsIn() && !input.email().isOmitted()) {
                throw new Refused(Refusal.of(
                        NOT_ALLOWED, "The address of whoever signs in is the one of their login.", "input", "email"));
            }
            Customer wanted = input.fields().applyTo(before, country);
            if (wanted.equals(before)) {
                return new Payload(before, List.of());
            }
            Customer after = customers.update(tx, wanted, true);
            activities.record(tx, after.id(), CustomerActivityKind.PROFILE_UPDATED, null);
            events.publish(tx, new CustomerEvent(CustomerEvents.UPDATED, after.id()));
            return new Payload(after, List.of());
        });
    }
}
