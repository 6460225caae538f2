package io.merkato.store;

import java.util.Currency;
import java.util.List;
import java.util.Locale;

/**
 * How a request sees the tenant: which store answers, in which languages, in which currency.
 *
 * @param locales in the order to look for a text: what the request asks for and the store offers, each followed by its language
 *     alone, then the store's own, then the tenant's; never empty
 * @param currency what prices are shown in; one of the store's
 */
public record StoreView(Store store, List<Locale> locales, Currency currency) {

    public StoreView {
        locales = List.copyOf(locales);
    }

    /** The language of the answer. */
    public Locale locale() {
        return locales.getFirst();
    }
}
