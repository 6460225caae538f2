package io.merkato.payment;

import io.merkato.provider.ProviderRequest;

/** What a provider did to a payment, in minor units. */
final class PaymentModel {

    static final long AMOUNT = 100_000;

    final boolean charged;
    long authorised;
    long captured;
    long refunded;
    private long voided;
    long chargedBack;
    private int happened;

    PaymentModel(boolean charged) {
        this.charged = charged;
    }

    void does(ProviderRequest.Kind kind, long amount) {
        happened++;
        switch (kind) {
            case AUTHORISE -> authorised += amount;
            case CHARGE -> {
                authorised += amount;
                captured += amount;
            }
            case CAPTURE -> captured += amount;
            case REFUND -> refunded += amount;
            case VOID -> voided += amount;
        }
    }

    void takesBack(long amount) {
        happened++;
        chargedBack += amount;
    }

    /** What the merchant has of it. */
    long held() {
        return captured - refunded - chargedBack;
    }

    private String state() {
        if (authorised == 0) {
            return "FAILED";
        }
        if (captured == 0) {
            return voided == AMOUNT ? "VOIDED" : "AUTHORISED";
        }
        String taken = captured < AMOUNT - voided ? "PARTIALLY_CAPTURED" : "CAPTURED";
        String given = refunded == 0 ? taken : refunded == captured ? "REFUNDED" : "PARTIALLY_REFUNDED";
        return chargedBack > 0 ? "CHARGED_BACK" : given;
    }

    @Override
    public String toString() {
        return state() + " authorised " + authorised + " captured " + captured + " refunded " + refunded + " voided "
                + voided + " charged back " + chargedBack + "; order holds " + held() + "; happened " + happened;
    }
}
