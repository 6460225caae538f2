package io.merkato.payment;

import io.merkato.provider.AccountField;
import io.merkato.provider.ForgedNotice;
import io.merkato.provider.NextAction;
import io.merkato.provider.Outcome;
import io.merkato.provider.PaymentProvider;
import io.merkato.provider.ProviderAccount;
import io.merkato.provider.ProviderNotice;
import io.merkato.provider.ProviderRequest;
import io.merkato.provider.RawNotice;
import java.time.Clock;
import java.util.List;

/** Money that people hand over: it waits until staff say by {@code paymentConfirm} what came in. What they give back, they have given back. */
final class ManualProvider implements PaymentProvider {

    private final String code;
    private final Clock clock;

    ManualProvider(String code, Clock clock) {
        this.code = code;
        this.clock = clock;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public List<AccountField> fields() {
        return List.of(new AccountField(
                "instructions", false, false, "Shown to whoever pays, such as the number of a bank account."));
    }

    @Override
    public Outcome request(ProviderAccount account, ProviderRequest request) {
        return enquire(account, request);
    }

    @Override
    public Outcome enquire(ProviderAccount account, ProviderRequest request) {
        return switch (request.kind()) {
            case CHARGE, AUTHORISE -> new Outcome.Pending(null, new NextAction.Wait());
            case CAPTURE, REFUND, VOID -> new Outcome.Done(request.key(), request.amount(), null, clock.instant());
        };
    }

    @Override
    public ProviderNotice read(ProviderAccount account, RawNotice notice) throws ForgedNotice {
        throw new ForgedNotice("Nobody sends any.");
    }
}
