package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import io.merkato.api.Viewer;
import io.merkato.store.Store;
import io.merkato.store.Stores;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says by which accounts a store can be paid. */
@Controller
class StorePaymentAccountsSet {

    private static final int MOST = 20;

    record Payload(@Nullable Store store, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PaymentAccountRepository accounts;
    private final ProviderAccounts providers;
    private final Stores stores;

    StorePaymentAccountsSet(PaymentAccountRepository accounts, ProviderAccounts providers, Stores stores) {
        this.accounts = accounts;
        this.providers = providers;
        this.stores = stores;
    }

    @MutationMapping
    Payload storePaymentAccountsSet(
            @Argument Store.Id storeId,
            @Argument List<PaymentAccount.Id> accountIds,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Map<String, ProviderTerms> terms = providers.terms();
        return tenant.mutate(viewer.may(PAYMENTS_MANAGE), Payload::refused, tx -> {
            Store store = stores.find(tx, storeId).orElseThrow(() -> Given.nothing("storeId"));
            if (accountIds.size() > MOST) {
                throw new Refused(
                        Refusal.of(UserErrorCode.TOO_LONG, "A store offers at most " + MOST + ".", "accountIds"));
            }
            Map<PaymentAccount.Id, PaymentAccount> there = accounts.byId(tx, accountIds);
            for (int i = 0; i < accountIds.size(); i++) {
                PaymentAccount account = there.get(accountIds.get(i));
                if (account == null) {
                    throw Given.nothing("accountIds", Integer.toString(i));
                }
                ProviderTerms does = terms.get(account.provider());
                if (does != null && !does.takesAny(store.currencies())) {
                    throw new Refused(Refusal.of(
                            UserErrorCode.NOT_ALLOWED,
                            does.name() + " takes nothing in the currencies of the store.",
                            "accountIds",
                            Integer.toString(i)));
                }
                if (accountIds.indexOf(accountIds.get(i)) < i) {
                    throw new Refused(Refusal.of(
                            UserErrorCode.INVALID, "This stands there twice.", "accountIds", Integer.toString(i)));
                }
            }
            List<PaymentAccount.Id> before = accounts.chosenBy(tx, storeId);
            if (tx.changes(storeId, new Logged.OfChoice(before), new Logged.OfChoice(accountIds))) {
                accounts.choose(tx, storeId, accountIds);
            }
            return new Payload(store, List.of());
        });
    }
}
