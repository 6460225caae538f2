package io.merkato.provider;

import io.merkato.api.Shortened;
import io.merkato.provider.Outcome.Declined;
import io.merkato.provider.Outcome.Unknown;
import io.merkato.provider.ProviderRequest.Kind;
import java.util.Currency;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What all adapters make of answers alike. */
final class Outcomes {

    private static final int LONGEST = 200;

    private Outcomes() {}

    /** In the provider's words, without the account's secrets should they be among them. */
    static Declined declined(
            ProviderAccount account, DeclineReason reason, @Nullable String code, @Nullable String message) {
        String words = message == null || message.isBlank() ? "It was declined." : message;
        return new Declined(reason, code == null ? null : clean(account, code), clean(account, words));
    }

    static Declined notSupported(String message) {
        return new Declined(DeclineReason.NOT_SUPPORTED, null, message);
    }

    static Declined noAccess(int status) {
        return new Declined(
                DeclineReason.MERCHANT_ACCOUNT,
                Integer.toString(status),
                "The provider does not accept the account's credentials.");
    }

    /** Null where a provider that takes at once and gives back, in one currency, can be asked. */
    static @Nullable Declined beyond(ProviderRequest request, Currency currency) {
        if (request.kind() != Kind.CHARGE && request.kind() != Kind.REFUND) {
            return notSupported("The provider takes and gives back; it does not hold.");
        }
        if (!request.amount().currency().equals(currency)) {
            return notSupported("The provider takes " + currency + " only.");
        }
        if (request.amount().minorUnits() <= 0) {
            return notSupported("The amount is not above zero.");
        }
        return request.kind() == Kind.REFUND && request.paymentReference() == null
                ? notSupported("It is not known what the provider calls the payment.")
                : null;
    }

    static Declined incomplete(String field) {
        return new Declined(DeclineReason.MERCHANT_ACCOUNT, null, "The account has no usable " + field + ".");
    }

    /**
     * What an answer means that is no success and whose words are not known: a refusal, where its status says that nothing was done.
     *
     * @param reason where credentials are not to blame
     */
    static Outcome refused(
            ProviderAccount account,
            ProviderAnswer.Said said,
            DeclineReason reason,
            @Nullable String code,
            @Nullable String message) {
        return switch (said.status()) {
            case 401, 403 -> declined(account, DeclineReason.MERCHANT_ACCOUNT, code, message);
            case 408, 409, 425, 429 -> new Unknown("The provider answered " + said.status() + ".");
            default ->
                said.status() >= 400 && said.status() < 500
                        ? declined(account, reason, code, message)
                        : new Unknown("The provider answered " + said.status() + ".");
        };
    }

    /**
     * What came of asking for something to be done. What was asked for the first time and certainly did not arrive was not done, and whoever wants it asks anew.
     * A refund that may have arrived before is declined by no refusal, see {@link #notAgain}.
     *
     * @param refused what an answer means that is no success
     */
    static Outcome asked(
            ProviderAccount account,
            ProviderRequest request,
            ProviderAnswer answer,
            Function<ProviderJson, Outcome> done,
            Function<ProviderAnswer.Said, Outcome> refused) {
        ProviderRequest asked = answer.request(request);
        return switch (answer) {
            case ProviderAnswer.Said said when said.ok() -> read(said, done);
            case ProviderAnswer.Said said -> notAgain(asked, refused.apply(said));
            case ProviderAnswer.Silence silence when !asked.again() -> notAsked(account, silence.cause());
            case ProviderAnswer.Silence silence -> new Unknown(silence.cause());
            case ProviderAnswer.NoAccess none -> notAgain(asked, noAccess(none.status()));
        };
    }

    /** A refund that is declined is asked for anew, with another key: so none is that may have been done before, by a refusal to do it again. */
    static Outcome notAgain(ProviderRequest asked, Outcome refused) {
        return asked.kind() == Kind.REFUND && asked.again() && refused instanceof Declined declined
                ? new Unknown("It may have been done before: " + declined.message())
                : refused;
    }

    static Declined notAsked(ProviderAccount account, String cause) {
        return declined(account, DeclineReason.OTHER, null, cause + " Nothing was asked.");
    }

    /** What came of asking what became of something: that this was refused says nothing of it. */
    static Outcome enquired(ProviderAnswer answer, Function<ProviderJson, Outcome> told) {
        return switch (answer) {
            case ProviderAnswer.Said said when said.ok() -> read(said, told);
            case ProviderAnswer.Said said -> new Unknown("The provider answered " + said.status() + ".");
            case ProviderAnswer.Silence silence -> new Unknown(silence.cause());
            case ProviderAnswer.NoAccess none ->
                new Unknown(noAccess(none.status()).message());
        };
    }

    private static Outcome read(ProviderAnswer.Said said, Function<ProviderJson, Outcome> meaning) {
        ProviderJson json = said.json();
        return json == null ? unreadable() : meaning.apply(json);
    }

    static Unknown unreadable() {
        return new Unknown("The provider's answer cannot be understood.");
    }

    private static String clean(ProviderAccount account, String words) {
        String clean = words;
        for (String secret : account.secrets().values()) {
            clean = secret.isBlank() ? clean : clean.replace(secret, "…");
        }
        clean = clean.replaceAll("\\p{Cntrl}", " ").strip();
        return Shortened.start(clean, LONGEST);
    }
}
