package io.merkato.demo;

import static io.merkato.demo.CustomerBook.orNone;
import static io.merkato.jooq.payment.Tables.NOTICE;
import static io.merkato.jooq.payment.Tables.OPERATION;
import static io.merkato.jooq.payment.Tables.PAYMENT_;
import static io.merkato.jooq.payment.Tables.PAYMENT_ACCOUNT;
import static io.merkato.jooq.payment.Tables.PAYMENT_EVENT;
import static io.merkato.jooq.payment.Tables.PROVIDER;
import static io.merkato.jooq.payment.Tables.SANDBOX_ACT;
import static io.merkato.jooq.payment.Tables.STORE_ACCOUNT;

import io.merkato.ordering.OrderPaymentMethod;
import io.merkato.payment.PaymentAccount;
import io.merkato.payment.PaymentSecrets;
import io.merkato.tenancy.TenantContext;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tenant's accounts at providers, and where the rows go that say what was paid by them. */
final class PaymentRows {

    private static final Set<String> BY_HAND = Set.of("cash", "cash_on_delivery", "bank_transfer");

    record Account(PaymentAccount.Id id, PaymentBook.Account of, OrderPaymentMethod method) {

        boolean isSandbox() {
            return of.provider().equals("sandbox");
        }

        /** Staff say what came in. */
        boolean isByHand() {
            return BY_HAND.contains(of.provider());
        }
    }

    final DemoIds ids;
    final Rows payments = new Rows(PAYMENT_);
    final Rows operations = new Rows(OPERATION);
    final Rows events = new Rows(PAYMENT_EVENT);
    final Rows notices = new Rows(NOTICE);
    final Rows acts = new Rows(SANDBOX_ACT);
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final List<PaymentBook.Stray> strays;

    PaymentRows(TenantContext tenant, DemoShop demo) {
        this.ids = demo.ids();
        PaymentBook book = PaymentBook.of(demo);
        this.strays = orNone(book.notices());
        Map<String, OrderPaymentMethod> methods =
                tenant.sql().selectFrom(PROVIDER).fetchMap(PROVIDER.CODE, PROVIDER.METHOD);
        for (PaymentBook.Account account : book.accounts()) {
            accounts.put(
                    account.code(),
                    new Account(
                            new PaymentAccount.Id(ids.at(account.since(), "payment account", account.code())),
                            account,
                            Objects.requireNonNull(methods.get(account.provider()))));
        }
    }

    Account account(@Nullable String code) {
        return Objects.requireNonNull(accounts.get(code), () -> "no account " + code + " in payments.json");
    }

    void insert(TenantContext tenant, PaymentSecrets secrets) {
        insertAccounts(tenant, secrets);
        for (PaymentBook.Stray stray : strays) {
            notices.next()
                    .set(NOTICE.ID, ids.at(stray.at(), "payment notice", stray.event()))
                    .set(
                            NOTICE.PAYMENT_ACCOUNT_ID,
                            account(stray.account()).id().value())
                    .set(NOTICE.PROVIDER_EVENT, stray.event())
                    .set(NOTICE.ABOUT, stray.about())
                    .set(NOTICE.BODY, bytes(stray.body()))
                    .set(NOTICE.PROBLEM, stray.problem())
                    .set(NOTICE.OCCURRED_AT, stray.at())
                    .set(NOTICE.RECEIVED_AT, stray.at());
        }
        List.of(payments, operations, events, notices, acts).forEach(rows -> rows.insert(tenant));
    }

    /** What the sandbox signs its notices by is all that is secret of them. */
    private void insertAccounts(TenantContext tenant, PaymentSecrets secrets) {
        var kept = new Rows(PAYMENT_ACCOUNT);
        var offers = new Rows(STORE_ACCOUNT);
        var positions = new HashMap<String, Integer>();
        for (Account account : accounts.values()) {
            PaymentBook.Account of = account.of();
            kept.next()
                    .set(PAYMENT_ACCOUNT.ID, account.id().value())
                    .set(PAYMENT_ACCOUNT.PROVIDER, of.provider())
                    .set(PAYMENT_ACCOUNT.NAME, of.name())
                    .set(PAYMENT_ACCOUNT.ENVIRONMENT, account.isByHand() ? "LIVE" : "TEST")
                    .set(PAYMENT_ACCOUNT.SETTINGS, of.settings() == null ? Map.of() : of.settings())
                    .set(
                            PAYMENT_ACCOUNT.SECRETS,
                            account.isSandbox()
                                    ? hex(secrets.seal(tenant, account.id(), Map.of("signingKey", "demo")))
                                    : null)
                    .set(PAYMENT_ACCOUNT.SECRET_NAMES, account.isSandbox() ? "{signingKey}" : "{}")
                    .set(PAYMENT_ACCOUNT.CREATED_AT, of.since())
                    .set(PAYMENT_ACCOUNT.UPDATED_AT, of.since());
            for (String store : orNone(of.stores())) {
                offers.next()
                        .set(STORE_ACCOUNT.STORE_ID, ids.of("store", store))
                        .set(STORE_ACCOUNT.PAYMENT_ACCOUNT_ID, account.id().value())
                        .set(STORE_ACCOUNT.POSITION, positions.merge(store, 1, Integer::sum));
            }
        }
        kept.insert(tenant);
        offers.insert(tenant);
    }

    static String bytes(String text) {
        return hex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(byte[] bytes) {
        return "\\x" + HexFormat.of().formatHex(bytes);
    }
}
