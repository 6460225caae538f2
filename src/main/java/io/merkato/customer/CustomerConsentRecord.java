package io.merkato.customer;

import static io.merkato.api.Permission.CUSTOMERS_WRITE;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.jooq.customer.Tables.CONSENT;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.Shortened;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.platform.Events;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class CustomerConsentRecord {

    record Input(ConsentPurpose purpose, @Nullable ConsentChannel channel, boolean granted, String source) {

        boolean isAbout(Consent consent) {
            return consent.purpose() == purpose && consent.channel() == channel;
        }

        /** The one before proves the same, and since when. */
        boolean repeats(Consent before, @Nullable String by) {
            return before.granted() == granted
                    && before.source().equals(source.strip())
                    && Objects.equals(before.recordedBy(), by);
        }
    }

    record Payload(@Nullable Consent consent, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    static final int MOST = 1_000;

    private final Shoppers shoppers;
    private final CustomerWriter customers;
    private final ConsentRepository consents;
    private final Activities activities;
    private final Events events;

    CustomerConsentRecord(
            Shoppers shoppers,
            CustomerWriter customers,
            ConsentRepository consents,
            Activities activities,
            Events events) {
        this.shoppers = shoppers;
        this.customers = customers;
        this.consents = consents;
        this.activities = activities;
        this.events = events;
    }

    @MutationMapping
    Payload customerConsentRecord(
            @Argument Customer.@Nullable Id customerId,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer,
            @ContextValue Shopper shopper) {
        Behalf behalf = Behalf.of(shopper, viewer, CUSTOMERS_WRITE, customerId);
        return tenant.mutate(behalf.grant(), Payload::refused, tx -> {
            Customer customer = customers.lock(tx, behalf.customer(tx, shoppers, "customerId"), "customerId");
            String by = behalf.byStaff() ? viewer.actor().name() : null;
            Optional<Consent> inForce = consents.inForceOf(tx, List.of(customer.id())).values().stream()
                    .flatMap(List::stream)
                    .filter(input::isAbout)
                    .findFirst();
            if (inForce.filter(before -> input.repeats(before, by)).isPresent()) {
                behalf.unchanged(tx);
                return new Payload(inForce.get(), List.of());
            }
            boolean withdraws =
                    !input.granted() && inForce.filter(Consent::granted).isPresent();
            if (!withdraws && consents.count(tx, customer.id()) >= MOST) {
                throw new Refused(
                        Refusal.of(NOT_ALLOWED, "Of a customer at most " + MOST + " consents are kept.", "input"));
            }
            Consent given = insert(tx, customer.id(), input, viewer.origin(), by);
            behalf.created(tx, given.id(), Logged.of(given));
            behalf.did(tx, activities, customer.id(), CustomerActivityKind.CONSENT_RECORDED, null);
            events.publish(tx, new CustomerEvent(CustomerEvents.CONSENT_RECORDED, customer.id()));
            return new Payload(given, List.of());
        });
    }

    private static Consent insert(
            TenantContext tx, Customer.Id customer, Input input, Viewer.Origin origin, @Nullable String by) {
        return tx.sql()
                .insertInto(CONSENT)
                .set(CONSENT.TENANT_ID, tx.id())
                .set(CONSENT.ID, new Consent.Id(Uuid7.next()))
                .set(CONSENT.CUSTOMER_ID, customer)
                .set(CONSENT.PURPOSE, input.purpose())
                .set(CONSENT.CHANNEL, input.channel())
                .set(CONSENT.GRANTED, input.granted())
                .set(CONSENT.SOURCE, input.source().strip())
                .set(CONSENT.RECORDED_BY, by)
                .set(CONSENT.IP, origin.address())
                .set(CONSENT.USER_AGENT, origin.userAgent() == null ? null : Shortened.start(origin.userAgent(), 500))
                .set(CONSENT.RECORDED_AT, Instant.now())
                .returning(ConsentRepository.FIELDS)
                .fetchSingle(ConsentRepository::consent);
    }
}
