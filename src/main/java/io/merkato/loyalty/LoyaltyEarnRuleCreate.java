package io.merkato.loyalty;

import static io.merkato.api.Permission.LOYALTY_MANAGE;

import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.catalog.Categories;
import io.merkato.catalog.Category;
import io.merkato.catalog.Product;
import io.merkato.catalog.Products;
import io.merkato.tenancy.TenantContext;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class LoyaltyEarnRuleCreate {

    record Input(
            LoyaltyProgramme.Id programmeId,
            String name,
            Product.@Nullable Id productId,
            Category.@Nullable Id categoryId,
            @Nullable BigDecimal multiplier,
            @Nullable Long perPiece,
            @Nullable Instant startsAt,
            @Nullable Instant endsAt,
            @Nullable Long budget) {

        LoyaltyEarnRule rule(Instant now) {
            return new LoyaltyEarnRule(
                    new LoyaltyEarnRule.Id(Uuid7.next()),
                    programmeId,
                    name,
                    productId,
                    categoryId,
                    false,
                    multiplier == null ? null : LoyaltyTierInput.millionths(multiplier, "input", "multiplier"),
                    perPiece,
                    Given.or(startsAt, now),
                    endsAt,
                    budget,
                    0,
                    1,
                    now,
                    now);
        }
    }

    record Payload(@Nullable LoyaltyEarnRule rule, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    private final ProgrammeRepository programmes;
    private final ProgrammeWriter writer;
    private final Products products;
    private final Categories categories;
    private final Clock clock;

    LoyaltyEarnRuleCreate(
            ProgrammeRepository programmes,
            ProgrammeWriter writer,
            Products products,
            Categories categories,
            Clock clock) {
        this.programmes = programmes;
        this.writer = writer;
        this.products = products;
        this.categories = categories;
        this.clock = clock;
    }

    @MutationMapping
    Payload loyaltyEarnRuleCreate(
            @Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(LOYALTY_MANAGE), Payload::refused, tx -> {
            if (programmes.byId(tx, List.of(input.programmeId())).isEmpty()) {
                throw Given.nothing("input", "programmeId");
            }
            if (input.productId() != null) {
                products.requireOne(tx, input.productId(), "input", "productId");
            }
            if (input.categoryId() != null) {
                categories.requireOne(tx, input.categoryId(), "input", "categoryId");
            }
            LoyaltyEarnRule created = writer.insert(tx, input.rule(clock.instant()));
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
