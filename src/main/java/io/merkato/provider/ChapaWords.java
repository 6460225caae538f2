package io.merkato.provider;

import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.ProviderAnswer.Said;
import java.util.Locale;

/** What Chapa's refusals mean, which have words for people and no codes. */
final class ChapaWords {

    private ChapaWords() {}

    static Outcome refused(ProviderAccount account, Said said) {
        String words = of(said);
        DeclineReason reason = DeclineReason.OTHER;
        if (words.contains("api key")
                || words.contains("authorization required")
                || words.contains("unauthorized")
                || words.contains("can't receive payments")
                || words.contains("payments through api is disabled")) {
            reason = DeclineReason.MERCHANT_ACCOUNT;
        } else if (words.contains("insufficient balance")) {
            reason = DeclineReason.INSUFFICIENT_FUNDS;
        } else if (words.contains("is not supported") || words.contains("only be processed in live mode")) {
            reason = DeclineReason.NOT_SUPPORTED;
        } else if (words.contains("phone number")) {
            reason = DeclineReason.PAYER_UNKNOWN;
        }
        return words.contains("has been used before")
                ? new Unknown("Chapa was asked this before.")
                : Outcomes.refused(account, said, reason, null, words);
    }

    /** In small letters, with plain apostrophes; of a refused field, where it is that. */
    static String of(Said said) {
        ProviderJson json = said.json();
        String message = json == null
                ? ""
                : json.text("message", json.at("message").node().toString());
        return message.replace('’', '\'').toLowerCase(Locale.ROOT);
    }
}
