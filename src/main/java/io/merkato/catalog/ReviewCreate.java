package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.REVIEW;

import io.merkato.api.Actor;
import io.merkato.api.Given;
import io.merkato.api.MutationPayload;
import io.merkato.api.TypeId;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.platform.Event;
import io.merkato.platform.Events;
import io.merkato.store.StoreView;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** Anyone may say what they think of a product on sale; it is shown once a moderator approves. */
@Controller
class ReviewCreate {

    record Input(
            int rating, @Nullable String title, @Nullable String body, String author) {}

    record Payload(@Nullable Review review, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    /** What shoppers do is not in the log that webhooks hear of otherwise. */
    private record Written(Review.Id aggregate) implements Event {
        @Override
        public String type() {
            return CatalogEvents.REVIEW_CREATED;
        }
    }

    private final ProductRepository products;
    private final Events events;

    ReviewCreate(ProductRepository products, Events events) {
        this.products = products;
        this.events = events;
    }

    @MutationMapping
    Payload reviewCreate(
            @Argument Product.Id productId,
            @Argument Input input,
            @ContextValue TenantContext tenant,
            @ContextValue StoreView storeView,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.mayAsAnyone(), Payload::refused, tx -> {
            if (products.find(tx, new Sight(storeView, false), productId).isEmpty()) {
                throw Given.nothing("productId");
            }
            Review created = tx.sql()
                    .insertInto(REVIEW)
                    .set(REVIEW.TENANT_ID, tx.id())
                    .set(REVIEW.ID, new Review.Id(Uuid7.next()))
                    .set(REVIEW.PRODUCT_ID, productId)
                    .set(REVIEW.USER_ID.coerce(UUID.class), userId(viewer.actor()))
                    .set(REVIEW.AUTHOR_NAME, input.author().strip())
                    .set(REVIEW.RATING, (short) Math.clamp(input.rating(), 0, 6)) // beyond 1 to 5 the table refuses it
                    .set(REVIEW.TITLE, input.title())
                    .set(REVIEW.BODY, input.body())
                    .set(REVIEW.LOCALE, storeView.locale())
                    .returning(ReviewRepository.FIELDS)
                    .fetchSingle(ReviewRepository::review);
            if (viewer.permissions().isEmpty()) {
                tx.ownDeed();
                events.publish(tx, new Written(created.id()));
            } else {
                tx.created(created.id(), created.logged());
            }
            return new Payload(created, List.of());
        });
    }

    static @Nullable UUID userId(Actor actor) {
        String id = actor.id();
        return actor.kind() != Actor.Kind.USER || id == null ? null : TypeId.parse("user", id);
    }
}
