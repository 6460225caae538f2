package io.merkato.storecredit;

import io.merkato.api.Secrets;
import io.merkato.tenancy.TenantContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.springframework.stereotype.Component;

/**
 * Makes the codes of gift cards, of which only the SHA-256 is kept. They are an HMAC of the card's id under the product's secret, so that whoever issued cards
 * and lost the answer gets the same codes by the same key, and nobody else ever.
 */
@Component
class GiftCardCodes {

    private final SecretKey key;

    GiftCardCodes(Secrets secrets) {
        this.key = secrets.key("storecredit.giftCard", "HmacSHA256");
    }

    GiftCardCode of(TenantContext tenant, GiftCard.Id card) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return GiftCardCode.of(
                    mac.doFinal((tenant.id().text() + ' ' + card.text()).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC-SHA-256", e);
        }
    }
}
