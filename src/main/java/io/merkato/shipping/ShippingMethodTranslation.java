package io.merkato.shipping;

import java.util.Locale;

/** What shoppers call a method in one language. */
record ShippingMethodTranslation(Locale locale, String name) {}
