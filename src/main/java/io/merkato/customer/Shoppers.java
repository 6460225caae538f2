package io.merkato.customer;

import io.merkato.api.EmailAddress;
import io.merkato.api.Fault;
import io.merkato.api.Uuid7;
import io.merkato.identity.User;
import io.merkato.identity.Users;
import io.merkato.platform.Events;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who shops, as a customer of the tenant. */
@Component
public class Shoppers {

    /** How long a guest is known by a token. */
    static final Duration GUESTS_TIME = Duration.ofDays(180);

    /** @param token to be shown to the guest, once */
    public record StartedGuest(Customer customer, String token) {
        @Override
        public String toString() {
            return "StartedGuest[" + customer + "]";
        }
    }

    private final ShopperRepository shoppers;
    private final CustomerWriter customers;
    private final Activities activities;
    private final Users users;
    private final Events events;
    private final Clock clock;

    Shoppers(
            ShopperRepository shoppers,
            CustomerWriter customers,
            Activities activities,
            Users users,
            Events events,
            Clock clock) {
        this.shoppers = shoppers;
        this.customers = customers;
        this.activities = activities;
        this.users = users;
        this.events = events;
        this.clock = clock;
    }

    /**
     * The customer who asks. Whoever is signed in becomes one by this, where they are none yet. A guest stays one until the transaction
     * ends, so that what they get now goes along when they sign in.
     *
     * @throws Fault {@code UNAUTHENTICATED} for whoever is neither signed in nor a guest who is known
     */
    public Customer.Id require(TenantContext tx, Shopper shopper) {
        Customer.Id customer = shopper.user() instanceof User.Id user
                ? shoppers.findByUser(tx, user).orElseGet(() -> join(tx, user))
                : shoppers.hold(tx, shopper).orElseThrow(Fault::unauthenticated);
        shopper.became(customer);
        return customer;
    }

    /** The customer who asks, read within the transaction; empty for whoever is none. */
    public Optional<Customer.Id> find(TenantContext tx, Shopper shopper) {
        return shoppers.find(tx, shopper);
    }

    /** Whether the shopper is this customer, read within the transaction. */
    boolean is(TenantContext tx, Shopper shopper, Customer.Id customer) {
        return find(tx, shopper).filter(customer::equals).isPresent();
    }

    /** Whether whoever is signed in has proven the address or the number that is the customer's. */
    public boolean hasProvenAddress(TenantContext tx, Shopper shopper) {
        Customer customer = customers.lock(tx, require(tx, shopper));
        return customer.userId() != null
                && users.find(tx, customer.userId())
                        .filter(user -> user.emailVerified() && isSame(user.email(), customer.email())
                                || user.phoneVerified()
                                        && user.phone() != null
                                        && user.phone().equals(customer.phone()))
                        .isPresent();
    }

    private static boolean isSame(@Nullable String one, @Nullable String other) {
        return one != null && other != null && key(one).equals(key(other));
    }

    private static String key(String email) {
        return EmailAddress.parse(email).map(EmailAddress::key).orElse(email);
    }

    /** A new guest, who is the shopper from when this is committed. */
    public StartedGuest start(TenantContext tx, Shopper shopper) {
        Instant now = clock.instant();
        Customer guest = customers.insert(tx, blank(CustomerKind.GUEST, null, now));
        GuestToken token = GuestToken.random();
        shoppers.insertToken(tx, token, guest.id(), now.plus(GUESTS_TIME));
        tx.afterCommit(() -> shopper.started(guest.id(), token));
        return new StartedGuest(guest, token.text());
    }

    /**
     * Whom staff wrote down with the address that is proven to be this person's, else somebody new. Two requests at once
     * come to the same customer: the second finds what the first has made.
     */
    private Customer.Id join(TenantContext tx, User.Id id) {
        User user = users.find(tx, id).orElseThrow(Fault::unauthenticated);
        EmailAddress email = user.email() == null || !user.emailVerified()
                ? null
                : EmailAddress.parse(user.email()).orElse(null);
        Optional<Customer.Id> linked =
                email == null ? Optional.empty() : customers.link(tx, email, profile(user, email));
        Optional<Customer.Id> joined = linked.or(() -> customers.insertIfFree(tx, profile(user, email)));
        if (joined.isEmpty()) {
            Optional<Customer.Id> faster = shoppers.findByUser(tx, id);
            if (faster.isPresent()) {
                return faster.get();
            }
            joined = customers.insertIfFree(tx, profile(user, null)); // somebody else of this tenant has the address
        }
        Customer.Id customer = joined.or(() -> shoppers.findByUser(tx, id)).orElseThrow();
        activities.record(tx, customer, CustomerActivityKind.JOINED, null);
        events.publish(
                tx, new CustomerEvent(linked.isPresent() ? CustomerEvents.UPDATED : CustomerEvents.CREATED, customer));
        return customer;
    }

    private Customer profile(User user, @Nullable EmailAddress email) {
        Customer blank = blank(CustomerKind.REGISTERED, user.id(), clock.instant());
        String name = user.name() == null ? "" : user.name().strip();
        int space = name.lastIndexOf(' ');
        return new Customer(
                blank.id(),
                blank.kind(),
                blank.userId(),
                email == null ? null : email.text(),
                user.phoneVerified() ? user.phone() : null,
                shortened(space < 0 ? name : name.substring(0, space)),
                shortened(space < 0 ? "" : name.substring(space + 1)),
                null,
                user.locale(),
                null,
                1,
                blank.createdAt(),
                blank.updatedAt(),
                null);
    }

    private static @Nullable String shortened(String name) {
        String text = name.strip();
        int length = Math.min(text.codePointCount(0, text.length()), CustomerInput.LONGEST_NAME);
        return text.isEmpty()
                ? null
                : text.substring(0, text.offsetByCodePoints(0, length)).strip();
    }

    private static Customer blank(CustomerKind kind, User.@Nullable Id user, Instant now) {
        return new Customer(
                new Customer.Id(Uuid7.next()), kind, user, null, null, null, null, null, null, null, 1, now, now, null);
    }
}
