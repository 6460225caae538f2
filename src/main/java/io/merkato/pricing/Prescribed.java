package io.merkato.pricing;

import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import io.merkato.money.MoneyInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Prices of a list in the input, each checked, so that one answer names all that are wrong. */
final class Prescribed {

    static final int MOST = 250;

    private Prescribed() {}

    /**
     * What the items of {@code input.<member>} say.
     *
     * @param key what no two of them may share
     * @param read makes of an item, by its place, what is written; throws {@link Refused}
     */
    static <I, T> List<T> all(
            @Nullable List<I> items, String member, Function<T, Object> key, BiFunction<I, List<String>, T> read) {
        if (items == null) {
            return List.of();
        }
        if (items.size() > MOST) {
            throw new Refused(Refusal.of(TOO_LONG, "At most " + MOST + " at once.", "input", member));
        }
        var errors = new ArrayList<UserError>();
        var taken = new HashSet<>();
        var all = new ArrayList<T>();
        for (int i = 0; i < items.size(); i++) {
            List<String> place = List.of("input", member, "" + i);
            try {
                T one = read.apply(items.get(i), place);
                if (!taken.add(key.apply(one))) {
                    throw new Refused(new Refusal(TAKEN, "Another item is the same.", place));
                }
                all.add(one);
            } catch (Refused refused) {
                errors.addAll(refused.errors());
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
        return all;
    }

    /** Refuses items of variants that are deleted or never were. */
    static <T> void requireVariants(
            Set<ProductVariant.Id> there,
            List<T> items,
            Function<T, ProductVariant.Id> variant,
            Function<T, List<String>> place) {
        List<UserError> missing = items.stream()
                .filter(item -> !there.contains(variant.apply(item)))
                .<UserError>map(item -> Refusal.notFound(path(place.apply(item), "variantId")))
                .toList();
        if (!missing.isEmpty()) {
            throw new Refused(missing);
        }
    }

    static Money money(BigDecimal amount, Currency currency, List<String> place, String member) {
        return new MoneyInput(amount, currency).money(path(place, member));
    }

    static @Nullable Money compareAt(@Nullable BigDecimal amount, Money price, List<String> place) {
        if (amount == null) {
            return null;
        }
        Money before = money(amount, price.currency(), place, "compareAtPrice");
        if (before.compareTo(price) < 0) {
            throw new Refused(Refusal.of(
                    OUT_OF_RANGE, "The price before is not lower than the price.", path(place, "compareAtPrice")));
        }
        return before;
    }

    private static String[] path(List<String> place, String member) {
        var path = new ArrayList<>(place);
        path.add(member);
        return path.toArray(String[]::new);
    }
}
