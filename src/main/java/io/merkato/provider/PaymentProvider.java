package io.merkato.provider;

import java.util.List;

/**
 * A provider of payments. What is asked of it was written down before, with a key of its own, and is asked outside any transaction: an answer may be lost,
 * so anything may be asked again with the same key and is done once. Its methods throw for no failure of the network: that is {@link Outcome.Unknown}.
 */
public interface PaymentProvider {

    /** As accounts name it, in lower case: {@code mpesa}. */
    String code();

    /** What an account needs to hold before it can be used. */
    List<AccountField> fields();

    /** Asks for what {@link ProviderRequest#kind} says. */
    Outcome request(ProviderAccount account, ProviderRequest request);

    /**
     * What became of a request, by its key or by the reference that the provider gave it. Moves no money. {@link Outcome.NeverSeen} only where the provider can
     * tell for certain.
     */
    Outcome enquire(ProviderAccount account, ProviderRequest request);

    /**
     * Whether a request whose enquiry is answered with {@link Outcome.Unknown} may be sent again: its key alone sees to it that it is done once. False where
     * the enquiry tells for certain, or where sending it again might do it twice.
     */
    default boolean mayAskAgain(ProviderRequest request) {
        return false;
    }

    /**
     * Reads what the provider sent by itself.
     *
     * @throws ForgedNotice if it is not signed as the account's notices are, or its time is too far from now
     * @throws UnreadableNotice if it is signed and makes no sense
     */
    ProviderNotice read(ProviderAccount account, RawNotice notice) throws ForgedNotice, UnreadableNotice;
}
