package io.merkato.storecredit;

/** A gift card with its code, for whoever issued it. */
record IssuedGiftCard(GiftCard giftCard, String code) {

    /** Says not the code. */
    @Override
    public String toString() {
        return "IssuedGiftCard[" + giftCard + "]";
    }
}
