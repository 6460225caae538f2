package io.merkato.store;

import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * How a request sees the tenant: which store answers, in which languages, in which currency.
 *
 * @param locales in the order to look for a text: what the request asks for and the store offers, each followed by its language
 *     alone, then the store's own, then the tenant's; never empty
 * @param currency what prices are shown in; one of the store's
 * @param channel where one buys
 */
public record StoreView(Store store, List<Locale> locales, Currency currency, SalesChannel channel) {

    public StoreView {
        locales = List.copyOf(locales);
    }

    /** On the web. */
    public StoreView(Store store, List<Locale> locales, Currency currency) {
        this(store, locales, currency, SalesChannel.ONLINE);
    }

    /** The language of the answer. */
    public Locale locale() {
        return locales.getFirst();
    }

    /** The same view with another language and currency in front, where the store offers them. */
    StoreView in(@Nullable Locale wantedLocale, @Nullable Currency wantedCurrency) {
        if (wantedLocale == null && wantedCurrency == null) {
            return this;
        }
        SequencedSet<Locale> chain = new LinkedHashSet<>();
        if (wantedLocale != null) {
            offer(chain, store, wantedLocale);
        }
        chain.addAll(locales);
        return new StoreView(
                store,
                List.copyOf(chain),
                wantedCurrency != null && store.currencies().contains(wantedCurrency) ? wantedCurrency : currency,
                channel);
    }

    StoreView in(SalesChannel wanted) {
        return new StoreView(store, locales, currency, wanted);
    }

    /** What the store has for a wanted language (RFC 4647 lookup): the same, else the first of the same language, and that language alone. */
    static void offer(SequencedSet<Locale> chain, Store store, Locale wanted) {
        if (store.locales().contains(wanted)) {
            add(chain, wanted);
            return;
        }
        for (Locale offered : store.locales()) {
            if (offered.getLanguage().equals(wanted.getLanguage())) {
                add(chain, offered);
                return;
            }
        }
    }

    static void add(SequencedSet<Locale> chain, Locale locale) {
        chain.add(locale);
        chain.add(Locale.of(locale.getLanguage()));
    }
}
