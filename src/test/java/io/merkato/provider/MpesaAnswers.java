package io.merkato.provider;

import io.merkato.money.Money;
import io.merkato.provider.ProviderRequest.Kind;
import java.time.Instant;
import java.util.Currency;

/** What M-Pesa sends to an account when it was asked. */
public final class MpesaAnswers {

    private MpesaAnswers() {}

    /** @param key of the refund that it was asked about */
    public static RawNotice status(ProviderAccount account, String key, String status, Instant at) {
        Money amount = Money.zero(Currency.getInstance("KES"));
        var refund = new ProviderRequest(key, Kind.REFUND, amount, null, null, "1", null, null);
        String url = MpesaNotices.address(account, refund, MpesaNotices.Purpose.STATUS);
        return MpesaBank.status(url, status, 1).raw(account, at);
    }
}
