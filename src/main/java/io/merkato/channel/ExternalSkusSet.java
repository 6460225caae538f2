package io.merkato.channel;

import static io.merkato.api.Permission.ORDERS_IMPORT;
import static io.merkato.api.UserErrorCode.REQUIRED;
import static io.merkato.api.UserErrorCode.TAKEN;
import static io.merkato.api.UserErrorCode.TOO_LONG;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.catalog.ProductVariant;
import io.merkato.catalog.Variants;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Says what a source calls variants, many at once. */
@Controller
class ExternalSkusSet {

    private static final int MOST = 250;

    record Sku(String sku, ProductVariant.Id variantId) {

        // Written out: of a compact one, the id of another class would not be known to be that.
        Sku(String sku, ProductVariant.Id variantId) {
            this.sku = sku.strip();
            this.variantId = variantId;
        }
    }

    record Input(@Nullable List<Sku> skus, @Nullable List<String> remove) {

        List<Sku> wanted() {
            return skus == null ? List.of() : skus;
        }

        List<String> gone() {
            return remove == null
                    ? List.of()
                    : remove.stream().map(String::strip).toList();
        }
    }

    record Payload(@Nullable ExternalSource externalSource, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ExternalSourceRepository sources;
    private final Variants variants;

    ExternalSkusSet(ExternalSourceRepository sources, Variants variants) {
        this.sources = sources;
        this.variants = variants;
    }

    @MutationMapping
    Payload externalSkusSet(
            @Argument ExternalSource.Id sourceId,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        Optional<ExternalSource> found =
                sources.find(tenant, sourceId).filter(source -> viewer.hasIn(ORDERS_IMPORT, source.storeId()));
        if (found.isEmpty()) {
            return Payload.refused(List.of(Refusal.notFound("sourceId")));
        }
        return tenant.mutate(viewer.mayIn(ORDERS_IMPORT, found.get().storeId()), Payload::refused, tx -> {
            ExternalSource source = sources.lock(tx, sourceId).orElseThrow(() -> Given.nothing("sourceId"));
            check(tx, input);
            List<String> named = Stream.concat(input.wanted().stream().map(Sku::sku), input.gone().stream())
                    .toList();
            var before = new TreeMap<>(sources.variants(tx, sourceId, named));
            if (!input.gone().isEmpty()) {
                sources.removeSkus(tx, sourceId, input.gone());
            }
            if (!input.wanted().isEmpty()) {
                sources.setSkus(
                        tx,
                        sourceId,
                        input.wanted().stream()
                                .map(each ->
                                        new ExternalSku(new ExternalSku.Id(Uuid7.next()), each.sku(), each.variantId()))
                                .toList());
            }
            var after = new TreeMap<>(sources.variants(tx, sourceId, named));
            if (!tx.changes(sourceId, before, after)) {
                return new Payload(source, List.of());
            }
            return new Payload(sources.update(tx, source), List.of());
        });
    }

    private void check(TenantContext tx, Input input) {
        var errors = new ArrayList<UserError>();
        if (input.wanted().size() > MOST) {
            errors.add(Refusal.of(TOO_LONG, "At most " + MOST + " at once.", "input", "skus"));
        }
        if (input.gone().size() > MOST) {
            errors.add(Refusal.of(TOO_LONG, "At most " + MOST + " at once.", "input", "remove"));
        }
        if (errors.isEmpty()) {
            Set<ProductVariant.Id> there = variants.existing(
                    tx, input.wanted().stream().map(Sku::variantId).toList());
            var named = new HashSet<String>();
            for (int i = 0; i < input.wanted().size(); i++) {
                Sku sku = input.wanted().get(i);
                if (sku.sku().isEmpty() || sku.sku().codePointCount(0, sku.sku().length()) > 255) {
                    errors.add(Refusal.of(
                            sku.sku().isEmpty() ? REQUIRED : TOO_LONG,
                            "A SKU has 1 to 255 characters.",
                            "input",
                            "skus",
                            "" + i,
                            "sku"));
                } else if (!named.add(sku.sku())) {
                    errors.add(Refusal.of(TAKEN, "A SKU is named once.", "input", "skus", "" + i, "sku"));
                }
                if (!there.contains(sku.variantId())) {
                    errors.add(Refusal.notFound("input", "skus", "" + i, "variantId"));
                }
            }
            for (int i = 0; i < input.gone().size(); i++) {
                if (!named.add(input.gone().get(i))) {
                    errors.add(Refusal.of(TAKEN, "A SKU is named once.", "input", "remove", "" + i));
                }
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(errors);
        }
    }
}
