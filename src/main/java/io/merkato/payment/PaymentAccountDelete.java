package io.merkato.payment;

import static io.merkato.api.Permission.PAYMENTS_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Takes an account away that nothing was paid by; any other is put out of use. */
@Controller
class PaymentAccountDelete {

    record Payload(PaymentAccount.@Nullable Id accountId, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PaymentAccountRepository accounts;

    PaymentAccountDelete(PaymentAccountRepository accounts) {
        this.accounts = accounts;
    }

    @MutationMapping
    Payload paymentAccountDelete(
            @Argument PaymentAccount.Id id,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PAYMENTS_MANAGE), Payload::refused, tx -> {
            PaymentAccount before = accounts.lock(tx, id).orElseThrow(() -> Given.nothing("id"));
            VersionConflict.check(ifVersion, before.version());
            accounts.delete(tx, id);
            tx.deleted(id, Logged.OfAccount.of(before, 0));
            return new Payload(id, List.of());
        });
    }
}
