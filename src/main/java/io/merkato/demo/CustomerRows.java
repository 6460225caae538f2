package io.merkato.demo;

import static io.merkato.demo.CustomerBook.orNone;
import static io.merkato.jooq.customer.Tables.ACTIVITY;
import static io.merkato.jooq.customer.Tables.ADDRESS;
import static io.merkato.jooq.customer.Tables.CONSENT;
import static io.merkato.jooq.customer.Tables.CUSTOMER_;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP;
import static io.merkato.jooq.customer.Tables.CUSTOMER_GROUP_MEMBER;
import static io.merkato.jooq.customer.Tables.CUSTOMER_WORD;
import static io.merkato.jooq.customer.Tables.NOTE;
import static io.merkato.jooq.customer.Tables.WISHLIST_ITEM;

import io.merkato.api.TypeId;
import io.merkato.catalog.Product;
import io.merkato.customer.Address;
import io.merkato.customer.ConsentPurpose;
import io.merkato.customer.Customer;
import io.merkato.customer.CustomerActivityKind;
import io.merkato.customer.CustomerKind;
import io.merkato.customer.CustomerWords;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The customers of a demo tenant, with all that is theirs. */
final class CustomerRows {

    private final TenantContext tenant;
    private final DemoIds ids;
    private final Set<String> logins;
    private final String staff;
    private final Rows customers = new Rows(CUSTOMER_);
    private final Rows words = new Rows(CUSTOMER_WORD);
    private final Rows members = new Rows(CUSTOMER_GROUP_MEMBER);
    private final Rows addresses = new Rows(ADDRESS);
    private final Rows consents = new Rows(CONSENT);
    private final Rows wishes = new Rows(WISHLIST_ITEM);
    private final Rows notes = new Rows(NOTE);
    private final Rows activities = new Rows(ACTIVITY);

    private CustomerRows(TenantContext tenant, DemoShop demo) {
        this.tenant = tenant;
        this.ids = demo.ids();
        this.logins = demo.shop().customers().stream().map(Shop.Customer::email).collect(Collectors.toSet());
        this.staff = demo.shop().staff().getFirst().email();
    }

    static void write(TenantContext tenant, DemoShop demo) {
        new CustomerRows(tenant, demo).write(CustomerBook.of(demo.shop().slug()));
    }

    private void write(CustomerBook book) {
        var groups = new Rows(CUSTOMER_GROUP);
        book.groups()
                .forEach(group -> groups.next()
                        .set(CUSTOMER_GROUP.ID, ids.of("customerGroup", group.code()))
                        .set(CUSTOMER_GROUP.CODE, group.code())
                        .set(CUSTOMER_GROUP.NAME, group.name())
                        .set(CUSTOMER_GROUP.DESCRIPTION, group.description()));
        book.customers().forEach(this::add);
        groups.insert(tenant);
        customers.insert(tenant);
        words.insert(tenant);
        members.insert(tenant);
        addresses.insert(tenant);
        consents.insert(tenant);
        wishes.insert(tenant);
        notes.insert(tenant);
        activities.insert(tenant);
    }

    private void add(CustomerBook.Entry entry) {
        UUID id = ids.of("customer", entry.key());
        Instant since = noon(entry.since());
        boolean signsIn = entry.email() != null && logins.contains(entry.email());
        var customer = new Customer(
                new Customer.Id(id),
                Boolean.TRUE.equals(entry.guest()) ? CustomerKind.GUEST : CustomerKind.REGISTERED,
                null,
                entry.email(),
                entry.phone(),
                entry.givenName(),
                entry.familyName(),
                entry.company(),
                entry.locale(),
                null,
                1,
                since,
                since,
                null);
        customers
                .next()
                .set(CUSTOMER_.ID, id)
                .set(CUSTOMER_.KIND, customer.kind())
                .set(CUSTOMER_.USER_ID, signsIn ? ids.of("user", entry.key()) : null)
                .set(CUSTOMER_.EMAIL, customer.email())
                .set(CUSTOMER_.EMAIL_NORMALISED, customer.email())
                .set(CUSTOMER_.PHONE, customer.phone())
                .set(CUSTOMER_.GIVEN_NAME, customer.givenName())
                .set(CUSTOMER_.FAMILY_NAME, customer.familyName())
                .set(CUSTOMER_.COMPANY, customer.company())
                .set(CUSTOMER_.LOCALE, entry.locale().toLanguageTag())
                .set(CUSTOMER_.SORT_NAME, CustomerWords.sortName(customer))
                .set(CUSTOMER_.CREATED_AT, since)
                .set(CUSTOMER_.UPDATED_AT, since);
        CustomerWords.of(customer)
                .forEach(word -> words.next().set(CUSTOMER_WORD.CUSTOMER_ID, id).set(CUSTOMER_WORD.WORD, word));
        orNone(entry.groups())
                .forEach(group -> members.next()
                        .set(CUSTOMER_GROUP_MEMBER.CUSTOMER_GROUP_ID, ids.of("customerGroup", group.code()))
                        .set(CUSTOMER_GROUP_MEMBER.CUSTOMER_ID, id)
                        .set(CUSTOMER_GROUP_MEMBER.ADDED_AT, noon(group.on())));
        boolean byThemselves = signsIn || customer.kind() == CustomerKind.GUEST;
        if (signsIn) {
            activity(entry, id, CustomerActivityKind.JOINED, null, since);
        }
        addresses(entry, id, byThemselves);
        consents(entry, id, byThemselves);
        wishes(entry, id);
        orNone(entry.notes())
                .forEach(note -> notes.next()
                        .set(
                                NOTE.ID,
                                ids.of("customerNote", entry.key(), note.on().toString()))
                        .set(NOTE.CUSTOMER_ID, id)
                        .set(NOTE.BODY, note.text())
                        .set(NOTE.AUTHOR_NAME, staff)
                        .set(NOTE.CREATED_AT, noon(note.on()))
                        .set(NOTE.UPDATED_AT, noon(note.on())));
    }

    private void addresses(CustomerBook.Entry entry, UUID customer, boolean byThemselves) {
        int number = 0;
        for (CustomerBook.Entry.Kept kept : orNone(entry.addresses())) {
            UUID id = ids.of("address", entry.key(), String.valueOf(number));
            Instant at = noon(kept.on()).plusSeconds(60 + number);
            addresses
                    .next()
                    .set(ADDRESS.ID, id)
                    .set(ADDRESS.CUSTOMER_ID, customer)
                    .set(ADDRESS.ADDRESS_, kept.address())
                    .set(ADDRESS.IS_DEFAULT_SHIPPING, number == 0)
                    .set(ADDRESS.IS_DEFAULT_BILLING, number == 0)
                    .set(ADDRESS.CREATED_AT, at)
                    .set(ADDRESS.UPDATED_AT, at);
            if (byThemselves) {
                activity(entry, customer, CustomerActivityKind.ADDRESS_CREATED, new Address.Id(id), at);
            }
            number++;
        }
    }

    private void consents(CustomerBook.Entry entry, UUID customer, boolean byThemselves) {
        int number = 0;
        for (CustomerBook.Entry.Answer answer : orNone(entry.consents())) {
            Instant at = noon(answer.on()).plusSeconds(120 + number);
            consents.next()
                    .set(CONSENT.ID, ids.of("consent", entry.key(), String.valueOf(number)))
                    .set(CONSENT.CUSTOMER_ID, customer)
                    .set(CONSENT.PURPOSE, ConsentPurpose.MARKETING)
                    .set(CONSENT.CHANNEL, answer.channel())
                    .set(CONSENT.GRANTED, answer.granted())
                    .set(CONSENT.SOURCE, byThemselves ? "checkout" : "phone call")
                    .set(CONSENT.RECORDED_BY, byThemselves ? null : staff)
                    .set(CONSENT.RECORDED_AT, at);
            if (byThemselves) {
                activity(entry, customer, CustomerActivityKind.CONSENT_RECORDED, null, at);
            }
            number++;
        }
    }

    private void wishes(CustomerBook.Entry entry, UUID customer) {
        for (CustomerBook.Entry.Wish wish : orNone(entry.wishes())) {
            var product = new Product.Id(ids.of("product", wish.product()));
            Instant at = noon(wish.on()).plusSeconds(180);
            activity(entry, customer, CustomerActivityKind.WISHLIST_ADDED, product, at);
            if (wish.until() != null) {
                activity(entry, customer, CustomerActivityKind.WISHLIST_REMOVED, product, noon(wish.until()));
                continue;
            }
            wishes.next()
                    .set(WISHLIST_ITEM.ID, ids.of("wish", entry.key(), wish.product()))
                    .set(WISHLIST_ITEM.CUSTOMER_ID, customer)
                    .set(WISHLIST_ITEM.PRODUCT_ID, product.value())
                    .set(WISHLIST_ITEM.ADDED_AT, at);
        }
    }

    private void activity(
            CustomerBook.Entry entry, UUID customer, CustomerActivityKind kind, @Nullable TypeId subject, Instant at) {
        activities
                .next()
                .set(ACTIVITY.ID, ids.of("activity", entry.key(), kind.name(), at.toString()))
                .set(ACTIVITY.CUSTOMER_ID, customer)
                .set(ACTIVITY.KIND, kind)
                .set(ACTIVITY.SUBJECT, subject == null ? null : subject.text())
                .set(ACTIVITY.AT, at);
    }

    private static Instant noon(LocalDate day) {
        return day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
    }
}
