package io.merkato.customer;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.INVALID_TOKEN;

import io.merkato.api.Fault;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Viewer;
import io.merkato.platform.Events;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Whoever shopped as a guest and then signed in takes along what they had. Again, or twice at once, it changes nothing more. */
@Controller
class GuestClaim {

    record Payload(@Nullable Customer customer, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final Shoppers shoppers;
    private final ShopperRepository guests;
    private final CustomerWriter customers;
    private final Activities activities;
    private final List<GuestMerge> merges;
    private final Events events;

    GuestClaim(
            Shoppers shoppers,
            ShopperRepository guests,
            CustomerWriter customers,
            Activities activities,
            List<GuestMerge> merges,
            Events events) {
        this.shoppers = shoppers;
        this.guests = guests;
        this.customers = customers;
        this.activities = activities;
        this.merges = List.copyOf(merges);
        this.events = events;
    }

    @MutationMapping
    Payload guestClaim(@ContextValue TenantContext tenant, @ContextValue Viewer viewer, @ContextValue Shopper shopper) {
        if (!shopper.isSignedIn()) {
            throw Fault.unauthenticated();
        }
        return tenant.mutate(viewer.mayAsThemselves(), Payload::refused, tx -> {
            tx.ownDeed();
            return new Payload(claim(tx, shopper), List.of());
        });
    }

    private Customer claim(TenantContext tx, Shopper shopper) {
        GuestToken token = shopper.guest();
        Customer.Id me = shoppers.require(tx, shopper);
        Customer.Id guest = token == null
                ? null
                : guests.findGuest(tx, token).map(ShopperRepository.Guest::id).orElse(null);
        if (token == null || guest == null) {
            throw unknown();
        }
        Map<Customer.Id, Customer> locked = customers.lockAll(tx, List.of(me, guest));
        Customer customer = Objects.requireNonNull(locked.get(me));
        if (customer.deletedAt() != null) {
            throw new Refused(Refusal.of(CONFLICT, "The customer was deleted just now. Try again."));
        }
        ShopperRepository.Guest now = guests.findGuest(tx, token).orElseThrow(GuestClaim::unknown);
        if (me.equals(now.mergedInto())) {
            return customer;
        }
        if (now.isGone()) {
            throw unknown();
        }
        guests.heardOf(tx, List.of(guest))
                .forEach(heard -> events.publish(tx, new CustomerEvent(CustomerEvents.DELETED, heard)));
        merges.forEach(each -> each.merge(tx, guest, me));
        customers.delete(tx, guest, me);
        activities.record(tx, me, CustomerActivityKind.GUEST_MERGED, guest);
        events.publish(tx, new CustomerEvent(CustomerEvents.UPDATED, me));
        return customers.update(tx, completed(customer, Objects.requireNonNull(locked.get(guest))), true);
    }

    private static Refused unknown() {
        return new Refused(
                Refusal.of(INVALID_TOKEN, "The header Merkato-Guest names no guest, or one who is somebody else's."));
    }

    /** With what only the guest had said; the address is the login's to say. */
    private static Customer completed(Customer customer, Customer guest) {
        boolean named = customer.givenName() != null || customer.familyName() != null;
        return new Customer(
                customer.id(),
                customer.kind(),
                customer.userId(),
                customer.email(),
                customer.phone() != null ? customer.phone() : guest.phone(),
                named ? customer.givenName() : guest.givenName(),
                named ? customer.familyName() : guest.familyName(),
                customer.company() != null ? customer.company() : guest.company(),
                customer.locale() != null ? customer.locale() : guest.locale(),
                customer.externalId() != null ? customer.externalId() : guest.externalId(),
                customer.version(),
                customer.createdAt(),
                customer.updatedAt(),
                null);
    }
}
