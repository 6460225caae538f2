package io.merkato.pricing;

import static io.merkato.pricing.PriceSource.FLASH_SALE;
import static io.merkato.pricing.PriceSource.PRICE_LIST;
import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;
import static java.util.Comparator.comparingLong;

import io.merkato.catalog.ProductVariant;
import io.merkato.money.Money;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All prices of a variant that hold for a question, whatever the quantity, and the choice among them.
 *
 * @param base the variant's own, in the store or in all
 * @param entries of lists that apply
 * @param sales that apply, though nothing may be left of them
 */
record PriceOptions(PriceDecision base, List<Entry> entries, List<Sale> sales) {

    /** Of a variant whose own prices have been read, before anything else speaks; null where it has none, or is deleted. */
    static @Nullable PriceOptions own(ProductVariant variant) {
        return variant.deletedAt() != null || variant.price() == null
                ? null
                : own(
                        variant.pricedByStore() ? PriceSource.STORE : PriceSource.BASE,
                        variant.price(),
                        variant.compareAtPrice());
    }

    /** To which the others are added. */
    static PriceOptions own(PriceSource source, Money unit, @Nullable Money compareAt) {
        return new PriceOptions(PriceDecision.of(source, unit, compareAt), new ArrayList<>(), new ArrayList<>());
    }

    /** @param specificity 4 for a list of groups, 2 of channels, 1 of stores, or their sum */
    record Entry(
            PriceList.Id list,
            int priority,
            int specificity,
            @Nullable Instant endsAt,
            long minQuantity,
            Money unit,
            @Nullable Money compareAt) {

        /** The one that decides first. */
        static final Comparator<Entry> PRECEDENCE = comparingInt(Entry::priority)
                .thenComparingInt(Entry::specificity)
                .reversed()
                .thenComparing(Entry::unit)
                .thenComparing(entry -> entry.list().value());

        PriceDecision decision(Money own) {
            return new PriceDecision(unit, own, compareAt, PRICE_LIST, list, null, null, endsAt, null);
        }
    }

    record Sale(
            FlashSaleItem.Id item,
            FlashSale.Id sale,
            Instant endsAt,
            long remaining,
            Money unit,
            @Nullable Money compareAt) {

        static final Comparator<Sale> PRECEDENCE =
                comparing(Sale::unit).thenComparing(sale -> sale.item().value());

        PriceDecision decision(PriceDecision otherwise) {
            Money before = compareAt != null ? compareAt : otherwise.unit();
            return new PriceDecision(unit, otherwise.list(), before, FLASH_SALE, null, item, sale, endsAt, remaining);
        }
    }

    PriceDecision decide(long quantity) {
        if (entries.isEmpty() && sales.isEmpty()) { // as most are
            return base;
        }
        return decision(
                entryFor(quantity),
                sales.stream().filter(sale -> sale.remaining() >= quantity).min(Sale.PRECEDENCE));
    }

    /** Of the list and the sale that decide first, where there are any. */
    private PriceDecision decision(Optional<Entry> entry, Optional<Sale> cheapest) {
        PriceDecision regular = entry.map(one -> one.decision(base.unit())).orElse(base);
        return cheapest.filter(sale -> sale.unit().compareTo(regular.unit()) < 0)
                .map(sale -> sale.decision(regular))
                .orElse(regular);
    }

    /** Each list speaks by its entry for the greatest quantity that is reached. */
    private Optional<Entry> entryFor(long quantity) {
        return entries.stream()
                .filter(entry -> entry.minQuantity() <= quantity)
                .collect(Collectors.toMap(
                        Entry::list, Function.identity(), BinaryOperator.maxBy(comparingLong(Entry::minQuantity))))
                .values()
                .stream()
                .min(Entry.PRECEDENCE);
    }

    /**
     * From which quantities on one costs something else than from the one before; the first is 1. One walk from the least quantity to the
     * greatest: to decide each by itself would look at all entries for each of them.
     */
    List<PriceTier> tiers() {
        var begins = new ArrayDeque<>(
                entries.stream().sorted(comparingLong(Entry::minQuantity)).toList());
        var ends = new ArrayDeque<>(
                sales.stream().sorted(comparingLong(Sale::remaining)).toList());
        var heard = new HashMap<PriceList.Id, Entry>();
        var speaking = new TreeSet<>(Entry.PRECEDENCE);
        var running = new TreeSet<>(Sale.PRECEDENCE);
        running.addAll(sales);
        var tiers = new ArrayList<PriceTier>();
        for (long quantity = 1; ; quantity = next(begins, ends)) {
            while (!begins.isEmpty() && begins.element().minQuantity() <= quantity) {
                Entry entry = begins.remove();
                Entry before = heard.get(entry.list());
                if (before == null || before.minQuantity() < entry.minQuantity()) {
                    heard.put(entry.list(), entry);
                    if (before != null) {
                        speaking.remove(before);
                    }
                    speaking.add(entry);
                }
            }
            while (!ends.isEmpty() && ends.element().remaining() < quantity) {
                running.remove(ends.remove());
            }
            Money price = decision(
                            speaking.stream().findFirst(), running.stream().findFirst())
                    .unit();
            if (tiers.isEmpty() || !tiers.getLast().price().equals(price)) {
                tiers.add(new PriceTier(quantity, price));
            }
            if (begins.isEmpty() && ends.isEmpty()) {
                return List.copyOf(tiers);
            }
        }
    }

    private static long next(Deque<Entry> begins, Deque<Sale> ends) {
        return Math.min(
                begins.isEmpty() ? Long.MAX_VALUE : begins.element().minQuantity(),
                ends.isEmpty() ? Long.MAX_VALUE : ends.element().remaining() + 1);
    }
}
