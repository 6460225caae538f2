package io.merkato.demo;

import static io.merkato.jooq.identity.Tables.BUILT_IN_ROLE;
import static io.merkato.jooq.identity.Tables.MEMBER;
import static io.merkato.jooq.identity.Tables.MEMBER_STORE;
import static io.merkato.jooq.identity.Tables.PASSWORD;
import static io.merkato.jooq.identity.Tables.ROLE;
import static io.merkato.jooq.identity.Tables.USER;

import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;

/** The built-in roles of a demo tenant, a member of staff for each, and some customers; all with the demo password. */
final class PeopleRows {

    static final String PASSWORD_OF_ALL = "merkato-demo";

    private final TenantContext tenant;
    private final DemoIds ids;
    private final Rows users = new Rows(USER);
    private final Rows passwords = new Rows(PASSWORD);
    private final String hash;

    private PeopleRows(TenantContext tenant, DemoIds ids) {
        this.tenant = tenant;
        this.ids = ids;
        this.hash = hash(PASSWORD_OF_ALL);
    }

    /** As signing in expects it. */
    static String hash(String password) {
        return new Argon2PasswordEncoder(16, 32, 1, 19 * 1024, 2).encode(password);
    }

    static void write(TenantContext tenant, DemoShop demo) {
        new PeopleRows(tenant, demo.ids()).write(demo.shop());
    }

    private void write(Shop shop) {
        roles();
        var members = new Rows(MEMBER);
        var memberStores = new Rows(MEMBER_STORE);
        for (Shop.Staff staff : shop.staff()) {
            UUID user = user(staff.name(), staff.email(), null, shop.locale());
            UUID member = ids.of("member", staff.email());
            members.next()
                    .set(MEMBER.ID, member)
                    .set(MEMBER.USER_ID, user)
                    .set(MEMBER.ROLE_ID, ids.of("role", staff.role()))
                    .set(MEMBER.EVERY_STORE, staff.stores() == null)
                    .set(MEMBER.INVITED_AS, staff.email())
                    .set(MEMBER.INVITED_BY, "demo")
                    .set(MEMBER.ACCEPTED_AT, Instant.now());
            for (String code : staff.stores() == null ? List.<String>of() : staff.stores()) {
                memberStores
                        .next()
                        .set(MEMBER_STORE.MEMBER_ID, member)
                        .set(MEMBER_STORE.STORE_ID, ids.of("store", code));
            }
        }
        for (Shop.Customer customer : shop.customers()) {
            user(customer.name(), customer.email(), customer.phone(), customer.locale());
        }
        users.insert(tenant);
        passwords.insert(tenant);
        members.insert(tenant);
        memberStores.insert(tenant);
    }

    private void roles() {
        var roles = new Rows(ROLE);
        tenant.sql()
                .select(BUILT_IN_ROLE.CODE, BUILT_IN_ROLE.NAME)
                .from(BUILT_IN_ROLE)
                .forEach(role -> roles.next()
                        .set(ROLE.ID, ids.of("role", role.value1().name()))
                        .set(ROLE.BUILT_IN, role.value1())
                        .set(ROLE.NAME, role.value2()));
        roles.insert(tenant);
    }

    private UUID user(String name, String email, @Nullable String phone, Locale locale) {
        UUID id = ids.of("user", email);
        users.next()
                .set(USER.ID, id)
                .set(USER.EMAIL, email)
                .set(USER.EMAIL_NORMALISED, email)
                .set(USER.EMAIL_VERIFIED_AT, Instant.now())
                .set(USER.PHONE, phone)
                .set(USER.PHONE_VERIFIED_AT, phone == null ? null : Instant.now())
                .set(USER.NAME, name)
                .set(USER.LOCALE, locale.toLanguageTag());
        passwords.next().set(PASSWORD.USER_ID, id).set(PASSWORD.NUMBER, 1).set(PASSWORD.HASH, hash);
        return id;
    }
}
