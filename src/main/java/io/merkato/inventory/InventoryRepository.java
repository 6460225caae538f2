package io.merkato.inventory;

import static io.merkato.jooq.inventory.Tables.ADJUSTMENT;
import static io.merkato.jooq.inventory.Tables.LOCATION;
import static io.merkato.jooq.inventory.Tables.MOVEMENT;
import static io.merkato.jooq.inventory.Tables.POLICY;
import static io.merkato.jooq.inventory.Tables.STOCK_LEVEL;
import static java.util.Objects.requireNonNull;
import static org.jooq.Records.mapping;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;
import static org.jooq.impl.DSL.when;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Pages;
import io.merkato.api.PostalAddress;
import io.merkato.api.Sql;
import io.merkato.api.Uuid7;
import io.merkato.catalog.ProductVariant;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.Template;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record10;
import org.jooq.Record9;
import org.jooq.SelectField;
import org.jooq.SelectJoinStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** Locations, levels, adjustments and movements. */
@Repository
class InventoryRepository {

    /** How long a statement may take that concerns every variant of a tenant. */
    static final Duration OF_EVERYTHING = Duration.ofMinutes(1);

    private final Pages pages;

    InventoryRepository(Pages pages) {
        this.pages = pages;
    }

    InventoryPolicy policy(TenantContext tenant) {
        return POLICIES.fetch(tenant, new Template.Nothing()).rows().stream()
                .findFirst()
                .map(row -> new InventoryPolicy(
                        row.get(POLICY.MODE), row.get(POLICY.CART_MINUTES), row.get(POLICY.VERSION)))
                .orElse(InventoryPolicy.NONE);
    }

    private static final Template<Template.Nothing, Object> POLICIES =
            new Template<>((tenant, nothing) -> Template.Query.of(tenant.sql()
                    .select(List.<SelectField<?>>of(POLICY.MODE, POLICY.CART_MINUTES, POLICY.VERSION))
                    .from(POLICY)
                    .where(tenant.owns(POLICY))));

    /** Writes it down where it never was. Whoever promises goods by it has ended, and others wait until the transaction ends. */
    InventoryPolicy lockPolicy(TenantContext tx) {
        tx.sql()
                .select(DSL.function(
                        DSL.name("inventory", "hold_mode"),
                        SQLDataType.OTHER,
                        DSL.val(tx.id().value())))
                .execute();
        tx.sql()
                .insertInto(POLICY)
                .set(POLICY.TENANT_ID, tx.id())
                .set(POLICY.MODE, InventoryPolicy.NONE.mode())
                .onConflictDoNothing()
                .execute();
        return tx.sql()
                .select(POLICY.MODE, POLICY.CART_MINUTES, POLICY.VERSION)
                .from(POLICY)
                .where(tx.owns(POLICY))
                .forUpdate()
                .fetchSingle(mapping(InventoryPolicy::new));
    }

    void update(TenantContext tx, InventoryPolicy policy) {
        tx.sql()
                .update(POLICY)
                .set(POLICY.MODE, policy.mode())
                .set(POLICY.CART_MINUTES, policy.cartMinutes())
                .set(POLICY.VERSION, POLICY.VERSION.plus(1))
                .set(POLICY.UPDATED_AT, Instant.now())
                .where(tx.owns(POLICY))
                .execute();
    }

    /**
     * Ends promises.
     *
     * @param expiredAt those that were to end until then; null for every one
     * @return how many
     */
    long giveBack(TenantContext tx, @Nullable Instant expiredAt, StockReason because, String actor) {
        return requireNonNull(tx.sql()
                .select(DSL.function(
                        DSL.name("inventory", "give_back"),
                        Long.class,
                        DSL.val(tx.id().value()),
                        DSL.val(expiredAt == null ? null : expiredAt.atOffset(ZoneOffset.UTC), OffsetDateTime.class),
                        DSL.val(because.name()),
                        DSL.val(actor)))
                .fetchSingle()
                .value1());
    }

    Connection<Location> locations(TenantContext tenant, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " locations",
                        location(tenant).where(tenant.owns(LOCATION)),
                        List.of(LOCATION.PRIORITY.asc(), LOCATION.ID.asc()),
                        page,
                        mapping(Location::new))
                .counted(tenant.sql(), selectOne().from(LOCATION).where(tenant.owns(LOCATION)));
    }

    Map<Location.Id, Location> locationById(TenantContext tenant, Collection<Location.Id> ids) {
        return location(tenant)
                .where(tenant.owns(LOCATION))
                .and(Sql.isAny(LOCATION.ID, ids))
                .fetchMap(LOCATION.ID, mapping(Location::new));
    }

    Optional<Location> lockLocation(TenantContext tx, Location.Id id) {
        return location(tx)
                .where(tx.owns(LOCATION))
                .and(LOCATION.ID.eq(id))
                .forUpdate()
                .fetchOptional(mapping(Location::new));
    }

    void insert(TenantContext tx, Location location) {
        tx.sql()
                .insertInto(LOCATION)
                .set(LOCATION.TENANT_ID, tx.id())
                .set(LOCATION.ID, location.id())
                .set(LOCATION.CODE, location.code())
                .set(LOCATION.NAME, location.name())
                .set(LOCATION.ADDRESS, location.address())
                .set(LOCATION.PRIORITY, location.priority())
                .execute();
    }

    void update(TenantContext tx, Location location) {
        tx.sql()
                .update(LOCATION)
                .set(LOCATION.CODE, location.code())
                .set(LOCATION.NAME, location.name())
                .set(LOCATION.ADDRESS, location.address())
                .set(LOCATION.PRIORITY, location.priority())
                .set(LOCATION.ACTIVE, location.active())
                .set(LOCATION.VERSION, LOCATION.VERSION.plus(1))
                .set(LOCATION.UPDATED_AT, Instant.now())
                .where(tx.owns(LOCATION))
                .and(LOCATION.ID.eq(location.id()))
                .execute();
    }

    private static SelectJoinStep<
                    Record9<Location.Id, String, String, PostalAddress, Integer, Boolean, Integer, Instant, Instant>>
            location(TenantContext tenant) {
        return tenant.sql()
                .select(
                        LOCATION.ID,
                        LOCATION.CODE,
                        LOCATION.NAME,
                        LOCATION.ADDRESS,
                        LOCATION.PRIORITY,
                        LOCATION.ACTIVE,
                        LOCATION.VERSION,
                        LOCATION.CREATED_AT,
                        LOCATION.UPDATED_AT)
                .from(LOCATION);
    }

    Connection<StockLevel> levels(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " stock levels",
                        level(tenant).where(tenant.owns(STOCK_LEVEL)).and(which),
                        List.of(STOCK_LEVEL.VARIANT_ID.asc(), STOCK_LEVEL.LOCATION_ID.asc()),
                        page,
                        mapping(StockLevel::new))
                .counted(
                        tenant.sql(),
                        selectOne()
                                .from(STOCK_LEVEL)
                                .where(tenant.owns(STOCK_LEVEL))
                                .and(which));
    }

    Map<ProductVariant.Id, List<StockLevel>> levelsOf(TenantContext tenant, Collection<ProductVariant.Id> variants) {
        return level(tenant)
                .where(tenant.owns(STOCK_LEVEL))
                .and(Sql.isAny(STOCK_LEVEL.VARIANT_ID, variants))
                .orderBy(STOCK_LEVEL.LOCATION_ID)
                .fetchGroups(STOCK_LEVEL.VARIANT_ID, mapping(StockLevel::new));
    }

    /** The levels at one place, locked in the order of their keys. */
    Map<ProductVariant.Id, StockLevel> lockLevels(
            TenantContext tx, Location.Id location, Collection<ProductVariant.Id> variants) {
        return level(tx)
                .where(tx.owns(STOCK_LEVEL))
                .and(STOCK_LEVEL.LOCATION_ID.eq(location))
                .and(Sql.isAny(STOCK_LEVEL.VARIANT_ID, variants))
                .orderBy(STOCK_LEVEL.VARIANT_ID)
                .forNoKeyUpdate()
                .fetchMap(STOCK_LEVEL.VARIANT_ID, mapping(StockLevel::new));
    }

    /**
     * Variants begin to be tracked at the place, with nothing there yet.
     *
     * @return how many were not before
     */
    int openLevels(TenantContext tx, Location.Id location, Set<ProductVariant.Id> variants) {
        return Rows.of(variants.stream()
                        .sorted(Comparator.comparing(ProductVariant.Id::value))
                        .toList())
                .with(STOCK_LEVEL.VARIANT_ID, variant -> variant)
                .with(STOCK_LEVEL.LOCATION_ID, variant -> location)
                .insertInto(tx, STOCK_LEVEL)
                .onConflictDoNothing()
                .execute();
    }

    void update(TenantContext tx, StockLevel level) {
        tx.sql()
                .update(STOCK_LEVEL)
                .set(STOCK_LEVEL.SAFETY, level.safetyStock())
                .set(STOCK_LEVEL.BACKORDER, level.backorderLimit())
                .set(STOCK_LEVEL.LOW_AT, level.lowAt())
                .set(STOCK_LEVEL.VERSION, STOCK_LEVEL.VERSION.plus(1))
                .set(STOCK_LEVEL.UPDATED_AT, Instant.now())
                .where(tx.owns(STOCK_LEVEL))
                .and(STOCK_LEVEL.VARIANT_ID.eq(level.variantId()))
                .and(STOCK_LEVEL.LOCATION_ID.eq(level.locationId()))
                .execute();
    }

    private static SelectJoinStep<
                    Record10<ProductVariant.Id, Location.Id, Long, Long, Long, Long, Long, Long, Integer, Instant>>
            level(TenantContext tenant) {
        return tenant.sql()
                .select(
                        STOCK_LEVEL.VARIANT_ID,
                        STOCK_LEVEL.LOCATION_ID,
                        STOCK_LEVEL.ON_HAND,
                        STOCK_LEVEL.RESERVED,
                        STOCK_LEVEL.SAFETY,
                        STOCK_LEVEL.BACKORDER,
                        STOCK_LEVEL.SELLABLE,
                        STOCK_LEVEL.LOW_AT,
                        STOCK_LEVEL.VERSION,
                        STOCK_LEVEL.UPDATED_AT)
                .from(STOCK_LEVEL);
    }

    /** How many can be bought of those whose sale is limited; nothing of the others. */
    Map<ProductVariant.Id, Long> availableOf(TenantContext tenant, Collection<ProductVariant.Id> variants) {
        Field<BigDecimal> available =
                sum(when(LOCATION.ACTIVE, STOCK_LEVEL.SELLABLE).otherwise(0L));
        return tenant.sql()
                .select(STOCK_LEVEL.VARIANT_ID, available)
                .from(STOCK_LEVEL)
                .join(LOCATION)
                .on(tenant.owns(LOCATION).and(LOCATION.ID.eq(STOCK_LEVEL.LOCATION_ID)))
                .join(POLICY)
                .on(tenant.owns(POLICY)
                        .and(POLICY.MODE.in(InventoryMode.RESERVE_ON_ORDER, InventoryMode.RESERVE_ON_CART)))
                .where(tenant.owns(STOCK_LEVEL))
                .and(Sql.isAny(STOCK_LEVEL.VARIANT_ID, variants))
                .groupBy(STOCK_LEVEL.VARIANT_ID)
                .fetchMap(STOCK_LEVEL.VARIANT_ID, row -> row.get(available).longValueExact());
    }

    void insert(TenantContext tx, StockAdjustment adjustment, Map<ProductVariant.Id, Long> changes) {
        tx.sql()
                .insertInto(ADJUSTMENT)
                .set(ADJUSTMENT.TENANT_ID, tx.id())
                .set(ADJUSTMENT.ID, adjustment.id())
                .set(ADJUSTMENT.LOCATION_ID, adjustment.locationId())
                .set(ADJUSTMENT.REASON, adjustment.reason())
                .set(ADJUSTMENT.NOTE, adjustment.note())
                .set(ADJUSTMENT.ACTOR, adjustment.actor())
                .execute();
        move(tx, adjustment, adjustment.locationId(), changes);
    }

    void move(
            TenantContext tx, StockAdjustment adjustment, Location.Id location, Map<ProductVariant.Id, Long> changes) {
        Rows<Map.Entry<ProductVariant.Id, Long>> rows = Rows.of(changes.entrySet().stream()
                        .filter(change -> change.getValue() != 0)
                        .toList())
                .with(MOVEMENT.ID, change -> new StockMovement.Id(Uuid7.next()))
                .with(MOVEMENT.VARIANT_ID, Map.Entry::getKey)
                .with(MOVEMENT.LOCATION_ID, change -> location)
                .with(MOVEMENT.ON_HAND_CHANGE, Map.Entry::getValue)
                .with(MOVEMENT.REASON, change -> adjustment.reason())
                .with(MOVEMENT.REFERENCE, change -> adjustment.id().text())
                .with(MOVEMENT.ACTOR, change -> adjustment.actor());
        if (!rows.isEmpty()) {
            rows.insertInto(tx, MOVEMENT).execute();
        }
    }

    Map<StockAdjustment.Id, StockAdjustment> adjustmentById(TenantContext tenant, Collection<StockAdjustment.Id> ids) {
        return tenant.sql()
                .select(
                        ADJUSTMENT.ID,
                        ADJUSTMENT.LOCATION_ID,
                        ADJUSTMENT.REASON,
                        ADJUSTMENT.NOTE,
                        ADJUSTMENT.ACTOR,
                        ADJUSTMENT.ADJUSTED_AT)
                .from(ADJUSTMENT)
                .where(tenant.owns(ADJUSTMENT))
                .and(Sql.isAny(ADJUSTMENT.ID, ids))
                .fetchMap(ADJUSTMENT.ID, mapping(StockAdjustment::new));
    }

    Connection<StockMovement> movements(TenantContext tenant, Condition which, PageArgs page) {
        return pages.fetch(
                        tenant.id() + " stock movements",
                        movement(tenant).where(tenant.owns(MOVEMENT)).and(which),
                        List.of(MOVEMENT.ID.desc()),
                        page,
                        mapping(StockMovement::new))
                .counted(
                        tenant.sql(),
                        selectOne().from(MOVEMENT).where(tenant.owns(MOVEMENT)).and(which));
    }

    Map<StockMovement.Id, StockMovement> movementById(TenantContext tenant, Collection<StockMovement.Id> ids) {
        return movement(tenant)
                .where(tenant.owns(MOVEMENT))
                .and(Sql.isAny(MOVEMENT.ID, ids))
                .fetchMap(MOVEMENT.ID, mapping(StockMovement::new));
    }

    Map<String, List<StockMovement>> movementsFor(TenantContext tenant, Collection<String> references) {
        return movement(tenant)
                .where(tenant.owns(MOVEMENT))
                .and(Sql.isAny(MOVEMENT.REFERENCE, references))
                .orderBy(MOVEMENT.ID)
                .fetchGroups(MOVEMENT.REFERENCE, mapping(StockMovement::new));
    }

    private static SelectJoinStep<
                    Record9<
                            StockMovement.Id,
                            ProductVariant.Id,
                            Location.Id,
                            Long,
                            Long,
                            StockReason,
                            String,
                            String,
                            Instant>>
            movement(TenantContext tenant) {
        return tenant.sql()
                .select(
                        MOVEMENT.ID,
                        MOVEMENT.VARIANT_ID,
                        MOVEMENT.LOCATION_ID,
                        MOVEMENT.ON_HAND_CHANGE,
                        MOVEMENT.RESERVED_CHANGE,
                        MOVEMENT.REASON,
                        MOVEMENT.REFERENCE,
                        MOVEMENT.ACTOR,
                        MOVEMENT.MOVED_AT)
                .from(MOVEMENT);
    }
}
