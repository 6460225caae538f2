package io.merkato.inventory;

import static io.merkato.api.UserErrorCode.CONFLICT;
import static io.merkato.api.UserErrorCode.NOT_ALLOWED;
import static io.merkato.api.UserErrorCode.OUT_OF_RANGE;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;
import static java.util.Objects.requireNonNull;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductKind;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.Variants;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Changes what is on hand at one place: checked line by line against the locked levels, then written as a whole. */
@Component
class AdjustmentWriter {

    private static final int MOST_LINES = 250;
    private static final long MOST_ON_HAND = 1_000_000_000;

    /**
     * What is to become of one variant.
     *
     * @param expected what the caller believes to be on hand; null where they do not say
     * @param change by how much, or to how much where {@code absolute}
     * @param spare whether what is promised has to stay there, though more may be ordered back
     */
    record Line(
            ProductVariant.Id variantId,
            @Nullable Integer expected,
            int change,
            boolean absolute,
            boolean spare,
            String field) {}

    private final InventoryRepository inventory;
    private final Variants variants;

    AdjustmentWriter(InventoryRepository inventory, Variants variants) {
        this.inventory = inventory;
        this.variants = variants;
    }

    StockAdjustment write(
            TenantContext tx,
            Location.Id location,
            StockReason reason,
            @Nullable String note,
            String actor,
            List<Line> lines) {
        return write(tx, location, null, reason, note, actor, lines);
    }

    /** @param to where it went, which is told of it; null where it went nowhere, or came */
    StockAdjustment write(
            TenantContext tx,
            Location.Id location,
            Location.@Nullable Id to,
            StockReason reason,
            @Nullable String note,
            String actor,
            List<Line> lines) {
        var adjustment =
                new StockAdjustment(new StockAdjustment.Id(Uuid7.next()), location, reason, note, actor, Instant.now());
        requirePlace(tx, location, "input", "locationId");
        var changes = check(tx, location, lines);
        inventory.insert(tx, adjustment, changes);
        var told = new TreeMap<String, Object>(
                Map.of("reason", reason, "locationId", location, "changes", texts(changes)));
        if (to != null) {
            told.put("toLocationId", to);
        }
        tx.created(adjustment.id(), told);
        return adjustment;
    }

    void requirePlace(TenantContext tx, Location.Id location, String... path) {
        if (inventory.locationById(tx, List.of(location)).isEmpty()) {
            throw new Refused(Refusal.notFound(path));
        }
    }

    /** Opens and locks the levels, and says by how much each changes. */
    Map<ProductVariant.Id, Long> check(TenantContext tx, Location.Id location, List<Line> lines) {
        Set<ProductVariant.Id> wanted = lines.stream().map(Line::variantId).collect(Collectors.toUnmodifiableSet());
        refuseUnless(!lines.isEmpty(), Refusal.of(REQUIRED, "Name one variant at least.", "input", "lines"));
        refuseUnless(lines.size() <= MOST_LINES, Refusal.of(TOO_LONG, "At most 250 lines at once.", "input", "lines"));
        Map<ProductVariant.Id, ProductKind> kinds = variants.kinds(tx, wanted);
        var errors = new ArrayList<UserError>();
        var seen = new LinkedHashMap<ProductVariant.Id, Long>();
        for (int i = 0; i < lines.size(); i++) {
            ProductVariant.Id variant = lines.get(i).variantId();
            if (!kinds.containsKey(variant)) {
                errors.add(Refusal.notFound("input", "lines", String.valueOf(i), "variantId"));
            } else if (kinds.get(variant) == ProductKind.BUNDLE) {
                errors.add(ofParts("input", "lines", String.valueOf(i), "variantId"));
            } else if (seen.put(variant, 0L) != null) {
                errors.add(Refusal.of(
                        TAKEN, "Another line is of this variant.", "input", "lines", String.valueOf(i), "variantId"));
            }
        }
        refuseIfAny(errors);
        inventory.openLevels(tx, location, wanted);
        Map<ProductVariant.Id, StockLevel> levels = inventory.lockLevels(tx, location, wanted);
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            StockLevel level = requireNonNull(levels.get(line.variantId()));
            long onHand = line.absolute() ? line.change() : level.onHand() + line.change();
            complaint(line, level, onHand, String.valueOf(i)).ifPresent(errors::add);
            seen.put(line.variantId(), onHand - level.onHand());
        }
        refuseIfAny(errors);
        return seen;
    }

    static Refusal ofParts(String... path) {
        return Refusal.of(NOT_ALLOWED, "A bundle has no stock of its own, but that of its parts.", path);
    }

    private static Optional<UserError> complaint(Line line, StockLevel level, long onHand, String index) {
        if (line.expected() != null && line.expected() != level.onHand()) {
            return Optional.of(StockMismatch.of(level.onHand(), "input", "lines", index, "expected"));
        }
        if (onHand < 0 && (line.absolute() || onHand < level.onHand()) || onHand > MOST_ON_HAND) {
            return Optional.of(Refusal.of(
                    OUT_OF_RANGE, "From 0 to 1000000000 can be on hand.", "input", "lines", index, line.field()));
        }
        long covered = line.spare() ? onHand : onHand + level.backorderLimit();
        if (level.reserved() > 0 && covered < level.reserved()) {
            return Optional.of(Refusal.of(
                    CONFLICT,
                    level.reserved() + " are promised to carts and orders.",
                    "input",
                    "lines",
                    index,
                    line.field()));
        }
        return Optional.empty();
    }

    private static Map<String, Long> texts(Map<ProductVariant.Id, Long> changes) {
        return changes.entrySet().stream()
                .collect(Collectors.toMap(change -> change.getKey().text(), Map.Entry::getValue));
    }

    private static void refuseUnless(boolean holds, UserError error) {
        if (!holds) {
            throw new Refused(error);
        }
    }

    private static void refuseIfAny(List<UserError> errors) {
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }
}
