package io.merkato.pricing;

import static io.merkato.api.Permission.PRICING_WRITE;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.jooq.pricing.Tables.PRICE_LIST_ENTRY;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.Variants;
import io.merkato.money.MinorUnits;
import io.merkato.money.Money;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Sets and removes prices of a list, many at once; the version keeps two people from overwriting each other's. */
@Controller
class PriceListEntriesSet {

    record Entry(
            ProductVariant.Id variantId,
            int minQuantity,
            BigDecimal price,
            @Nullable BigDecimal compareAtPrice) {

        Placed in(PriceList list, List<String> place) {
            Money amount = Prescribed.money(price, list.currency(), place, "price");
            return new Placed(
                    new PriceListEntry(
                            new PriceListEntry.Id(Uuid7.next()),
                            list.id(),
                            variantId,
                            minQuantity,
                            amount,
                            Prescribed.compareAt(compareAtPrice, amount, place)),
                    place);
        }
    }

    record Removal(ProductVariant.Id variantId, int minQuantity) {}

    record Input(@Nullable List<Entry> entries, @Nullable List<Removal> remove) {}

    /** @param place from the arguments down */
    private record Placed(PriceListEntry entry, List<String> place) {
        ProductVariant.Id variantId() {
            return entry.variantId();
        }

        Removal key() {
            return new Removal(variantId(), (int) entry.minQuantity());
        }
    }

    record Payload(@Nullable PriceList priceList, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final PriceListRepository lists;
    private final PriceListWriter writer;
    private final Variants catalog;

    PriceListEntriesSet(PriceListRepository lists, PriceListWriter writer, Variants catalog) {
        this.catalog = catalog;
        this.lists = lists;
        this.writer = writer;
    }

    @MutationMapping
    Payload priceListEntriesSet(
            @Argument PriceList.Id id,
            @Argument Input input,
            @Argument int ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(PRICING_WRITE), Payload::refused, tx -> {
            PriceList list = writer.lock(tx, id);
            VersionConflict.check(ifVersion, list.version());
            List<Placed> wanted =
                    Prescribed.all(input.entries(), "entries", Placed::key, (entry, place) -> entry.in(list, place));
            List<Removal> gone =
                    Prescribed.all(input.remove(), "remove", removal -> removal, (removal, place) -> removal);
            List<ProductVariant.Id> variants = Stream.concat(
                            wanted.stream().map(Placed::variantId),
                            gone.stream().map(Removal::variantId))
                    .distinct()
                    .toList();
            List<PriceListEntry> before = lists.entries(tx, id, variants);
            remove(tx, id, gone);
            write(tx, wanted, before);
            List<PriceListEntry> after = lists.entries(tx, id, variants);
            checkRoom(before, after);
            if (!tx.changes(id, told(before), told(after))) {
                return new Payload(list, List.of());
            }
            writer.touch(tx, id);
            return new Payload(lists.read(tx, id), List.of());
        });
    }

    /** All that a list says of a variant is read wherever a shopper sees its price. */
    private static void checkRoom(List<PriceListEntry> before, List<PriceListEntry> after) {
        Map<ProductVariant.Id, Long> had = pricesOf(before);
        pricesOf(after).forEach((variant, prices) -> {
            if (prices > Prescribed.MOST && prices > had.getOrDefault(variant, 0L)) {
                throw new Refused(Refusal.of(
                        NOT_ALLOWED,
                        "A variant has at most " + Prescribed.MOST + " prices in a list.",
                        "input",
                        "entries"));
            }
        });
    }

    private static Map<ProductVariant.Id, Long> pricesOf(List<PriceListEntry> entries) {
        return entries.stream().collect(groupingBy(PriceListEntry::variantId, counting()));
    }

    private static Map<String, PriceListEntry> told(List<PriceListEntry> entries) {
        return entries.stream()
                .collect(toMap(entry -> entry.variantId() + " from " + entry.minQuantity(), entry -> entry));
    }

    private static void remove(TenantContext tx, PriceList.Id list, List<Removal> gone) {
        if (gone.isEmpty()) {
            return;
        }
        var rows = Rows.of(gone)
                .with(PRICE_LIST_ENTRY.VARIANT_ID, Removal::variantId)
                .with(PRICE_LIST_ENTRY.MIN_QUANTITY, removal -> (long) removal.minQuantity());
        tx.sql()
                .deleteFrom(PRICE_LIST_ENTRY)
                .where(tx.owns(PRICE_LIST_ENTRY))
                .and(PRICE_LIST_ENTRY.PRICE_LIST_ID.eq(list))
                .and(exists(selectOne()
                        .from(rows.table())
                        .where(rows.get(PRICE_LIST_ENTRY.VARIANT_ID).eq(PRICE_LIST_ENTRY.VARIANT_ID))
                        .and(rows.get(PRICE_LIST_ENTRY.MIN_QUANTITY).eq(PRICE_LIST_ENTRY.MIN_QUANTITY))))
                .execute();
    }

    /** @param before of variants that may have been deleted since */
    private void write(TenantContext tx, List<Placed> wanted, List<PriceListEntry> before) {
        if (wanted.isEmpty()) {
            return;
        }
        var there = new HashSet<>(
                catalog.existing(tx, wanted.stream().map(Placed::variantId).toList()));
        before.forEach(entry -> there.add(entry.variantId()));
        Prescribed.requireVariants(there, wanted, Placed::variantId, Placed::place);
        tx.write(
                wanted,
                Placed::place,
                some -> Rows.of(some.stream().map(Placed::entry).toList())
                        .with(PRICE_LIST_ENTRY.ID, PriceListEntry::id)
                        .with(PRICE_LIST_ENTRY.PRICE_LIST_ID, PriceListEntry::listId)
                        .with(PRICE_LIST_ENTRY.VARIANT_ID, PriceListEntry::variantId)
                        .with(PRICE_LIST_ENTRY.MIN_QUANTITY, PriceListEntry::minQuantity)
                        .with(PRICE_LIST_ENTRY.AMOUNT, entry -> entry.price().withoutCurrency())
                        .with(PRICE_LIST_ENTRY.COMPARE_AT, entry -> MinorUnits.of(entry.compareAtPrice()))
                        .insertInto(tx, PRICE_LIST_ENTRY)
                        .onConflict(
                                PRICE_LIST_ENTRY.TENANT_ID,
                                PRICE_LIST_ENTRY.VARIANT_ID,
                                PRICE_LIST_ENTRY.PRICE_LIST_ID,
                                PRICE_LIST_ENTRY.MIN_QUANTITY)
                        .doUpdate()
                        .set(PRICE_LIST_ENTRY.AMOUNT, excluded(PRICE_LIST_ENTRY.AMOUNT))
                        .set(PRICE_LIST_ENTRY.COMPARE_AT, excluded(PRICE_LIST_ENTRY.COMPARE_AT))
                        .execute());
    }
}
