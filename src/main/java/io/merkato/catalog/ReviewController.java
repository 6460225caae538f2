package io.merkato.catalog;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Permission;
import io.merkato.api.Viewer;
import io.merkato.api.Where;
import io.merkato.tenancy.TenantContext;
import java.util.concurrent.CompletableFuture;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Reviews. */
@Controller
class ReviewController {

    private final ReviewRepository reviews;

    ReviewController(ReviewRepository reviews) {
        this.reviews = reviews;
    }

    @QueryMapping
    Connection<Review> reviews(
            @Arguments PageArgs page,
            @Argument @Nullable ReviewWhere where,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        viewer.mustHold(Permission.REVIEWS_MODERATE);
        return reviews.page(tenant, Where.of(where), page);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Product> product(Review review, DataLoader<Product.Id, @Nullable Product> productById) {
        return productById.load(review.productId());
    }
}
