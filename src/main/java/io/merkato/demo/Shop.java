package io.merkato.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A demo tenant but for its products: db/demo/&lt;slug&gt;/shop.json.
 *
 * @param prices how a price of products.csv, which is in {@code currency}, becomes one of each currency
 * @param pricing how it is taxed in its country, and what it sells for less
 * @param tones colours of the pictures of products that come in none
 */
record Shop(
        String slug,
        String name,
        String country,
        String timeZone,
        Locale locale,
        Currency currency,
        String plan,
        Map<Currency, Rate> prices,
        List<String> tones,
        List<Store> stores,
        @Nullable Pricing pricing,
        List<Staff> staff,
        List<Customer> customers,
        List<Label> labels,
        List<Brand> brands,
        List<Category> categories,
        List<Attribute> attributes,
        List<AttributeSet> sets,
        @Nullable Stock stock,
        @Nullable List<Import> imports) {

    /** A product file that was imported. */
    record Import(
            String file,
            long bytes,
            String by,
            Instant at,
            int read,
            int created,
            int updated,
            List<Problem> problems) {

        record Problem(String handle, int line, @Nullable String column, String message) {}
    }

    List<Import> importsDone() {
        return imports == null ? List.of() : imports;
    }

    /** One unit costs {@code rate} units of the shop's currency; prices are rounded up to a multiple of {@code step}. */
    record Rate(BigDecimal rate, BigDecimal step) {}

    record Store(
            String code,
            @JsonProperty("default") @Nullable Boolean isDefault,
            String name,
            List<Locale> locales,
            List<Currency> currencies,
            String taxDisplay,
            String theme,
            @Nullable List<Override> overrides) {

        /** What this store shows otherwise. Prices by the option of the first axis, or {@code ""} where there is none. */
        record Override(
                String product,
                @Nullable Boolean hidden,
                @Nullable Currency currency,
                @Nullable Map<String, BigDecimal> prices,
                @Nullable Map<Locale, String> name,
                @Nullable Map<Locale, String> text) {}
    }

    /** @param members a list for a group of customers */
    record Pricing(
            Tax tax,
            Less list,
            @Nullable Less members,
            List<Less> sales,
            @Nullable Exempt exempt) {

        record Tax(String name, BigDecimal percent) {}

        /** @param customer the e-mail address of one in customers.json */
        record Exempt(String customer, String certificate) {}

        /**
         * All variants of some products for less, in the shop's currency.
         *
         * @param tiers per cent less, by the quantity from which on
         * @param group code of the only customers who get it so; null for everybody
         * @param percent less, in a flash sale of {@code quantity} of each
         * @param from when a flash sale began and, in {@code until}, ended; null for one that lasts
         */
        record Less(
                @Nullable String code,
                String name,
                @Nullable String group,
                @Nullable Map<Integer, BigDecimal> tiers,
                @Nullable BigDecimal percent,
                @Nullable Integer quantity,
                @Nullable Instant from,
                @Nullable Instant until,
                List<String> products) {}
    }

    /** @param stores the only ones this person works for; null for all */
    record Staff(
            String name,
            String email,
            String role,
            @Nullable List<String> stores) {}

    /** @param locations the first is taken from first */
    record Stock(String mode, List<Location> locations) {

        record Location(String code, String name, String street, String city) {}
    }

    record Customer(String name, String email, @Nullable String phone, Locale locale) {}

    record Label(String code, Map<Locale, String> name, String colour) {}

    record Brand(String slug, String name, Map<Locale, String> text) {}

    record Category(
            String slug, Map<Locale, String> name, @Nullable List<Category> children) {

        List<Category> parts() {
            return children == null ? List.of() : children;
        }
    }

    record Attribute(
            String code,
            String type,
            Map<Locale, String> label,
            @Nullable String unit,
            @Nullable Boolean localised,
            @Nullable Boolean filterable,
            @Nullable Boolean sortable,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            @Nullable Integer maxLength,
            @Nullable String pattern,
            @Nullable List<Option> options) {

        /** @param grams what a variant with this option weighs */
        record Option(
                String code,
                Map<Locale, String> label,
                @Nullable String swatch,
                @Nullable Integer grams) {}

        List<Option> choices() {
            return options == null ? List.of() : options;
        }

        Optional<Option> option(String optionCode) {
            return choices().stream()
                    .filter(option -> option.code().equals(optionCode))
                    .findFirst();
        }
    }

    /** @param grams what a variant weighs unless an option says otherwise; null for what weighs nothing */
    record AttributeSet(
            String code, Map<Locale, String> name, @Nullable Integer grams, List<Group> groups, List<String> axes) {

        /** @param attributes codes; one that is required ends in {@code !} */
        record Group(String code, Map<Locale, String> name, List<String> attributes) {}
    }

    Attribute attribute(String code) {
        return attributes.stream()
                .filter(attribute -> attribute.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no attribute " + code + " in " + slug));
    }

    AttributeSet set(String code) {
        return sets.stream()
                .filter(set -> set.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no attribute set " + code + " in " + slug));
    }
}
