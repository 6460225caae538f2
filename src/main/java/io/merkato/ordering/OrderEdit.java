package io.merkato.ordering;

import io.merkato.api.Idempotency;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.ledger.Ledger;
import io.merkato.money.MoneyInput;
import io.merkato.tenancy.TenantContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Changes what an open order is of, or shows what that would come to. */
@Controller
class OrderEdit {

    record Payload(@Nullable Order order, @Nullable OrderRevision revision, List<UserError> userErrors)
            implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, null, errors);
        }
    }

    private final OrderChanges changes;
    private final OrderEdits edits;
    private final OrderEditRepository repository;
    private final OrderHoldings holdings;
    private final OrderSettlement settlement;
    private final Ledger ledger;
    private final Clock clock;

    OrderEdit(
            OrderChanges changes,
            OrderEdits edits,
            OrderEditRepository repository,
            OrderHoldings holdings,
            OrderSettlement settlement,
            Ledger ledger,
            Clock clock) {
        this.changes = changes;
        this.edits = edits;
        this.repository = repository;
        this.holdings = holdings;
        this.settlement = settlement;
        this.ledger = ledger;
        this.clock = clock;
    }

    @QueryMapping
    @Nullable
    OrderEditPreview orderEditPreview(
            @Argument Order.Id id,
            @Argument OrderEditInput input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return changes.find(tenant, viewer, id)
                .map(order -> preview(tenant, order, input))
                .orElse(null);
    }

    private OrderEditPreview preview(TenantContext tenant, Order order, OrderEditInput input) {
        try {
            refuseClosed(order);
            EditedOrder edited = edits.reckon(tenant, order, input);
            var problems = new ArrayList<UserError>(holdings.missing(tenant, edited));
            try {
                refuseOtherTotal(edited, input.expectedTotal());
            } catch (Refused changed) {
                problems.addAll(changed.errors());
            }
            return OrderEditPreview.of(edited, problems);
        } catch (Refused refused) {
            return OrderEditPreview.refused(order, refused.errors());
        }
    }

    @SchemaMapping(typeName = "OrderEditPreviewLine")
    CompletableFuture<@Nullable OrderLine> line(
            OrderEditPreview.Line line, DataLoader<OrderLine.Id, @Nullable OrderLine> orderLineById) {
        return line.lineId() == null ? CompletableFuture.completedFuture(null) : orderLineById.load(line.lineId());
    }

    @SchemaMapping(typeName = "OrderEditPreviewLine")
    CompletableFuture<@Nullable ProductVariant> variant(
            OrderEditPreview.Line line, DataLoader<ProductVariant.Id, @Nullable ProductVariant> productVariantById) {
        return line.variantId() == null
                ? CompletableFuture.completedFuture(null)
                : productVariantById.load(line.variantId());
    }

    @MutationMapping
    Payload orderEdit(
            @Argument Order.Id id,
            @Argument int ifVersion,
            @Argument OrderEditInput input,
            Idempotency once,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return changes.changeOnce(
                tenant,
                viewer,
                id,
                once,
                Payload::refused,
                (tx, order) -> {
                    VersionConflict.check(ifVersion, order.version());
                    return edit(tx, order, input, viewer);
                },
                (tx, made) -> new Payload(changes.now(tx, id), repository.revision(tx, id, made), List.of()));
    }

    private OrderRevision.Id edit(TenantContext tx, Order order, OrderEditInput input, Viewer viewer) {
        refuseClosed(order);
        EditedOrder edited = edits.reckon(tx, order, input);
        refuseOtherTotal(edited, input.expectedTotal());
        holdings.change(tx, edited, viewer.actor());
        var id = new OrderRevision.Id(Uuid7.next());
        Instant now = clock.instant();
        repository.write(tx, edited, id, viewer.actor().name(), input.note(), now);
        ledger.restate(tx, List.of(OrderLedger.edited(tx.id(), edited, id, now)), OrderLedger.COMES_TO);
        OrderRevision made = repository.revision(tx, order.id(), id.value());
        tx.created(id, new Logged.OfRevision(order.id(), made.before(), made.after(), made.lines()));
        settlement.settle(tx, edited, viewer, input.note());
        changes.say(tx, OrderEvent.Type.ORDER_EDITED, order.id());
        changes.completeIfDone(tx, order.id(), viewer);
        return id;
    }

    private static void refuseClosed(Order order) {
        if (order.status() != OrderStatus.OPEN) {
            throw new Refused(OrderStatusConflict.of(order, "Only an open order is edited."));
        }
    }

    private static void refuseOtherTotal(EditedOrder edited, @Nullable MoneyInput expected) {
        if (expected != null && !edited.totals().total().equals(expected.money("input", "expectedTotal"))) {
            throw new Refused(TotalChanged.to(edited.totals().total()));
        }
    }
}
