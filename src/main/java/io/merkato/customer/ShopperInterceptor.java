package io.merkato.customer;

import graphql.GraphQLContext;
import io.merkato.api.Actor;
import io.merkato.api.Freshness;
import io.merkato.api.TypeId;
import io.merkato.api.Viewer;
import io.merkato.identity.RequestHeaders;
import io.merkato.identity.User;
import io.merkato.tenancy.TenantContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Hands controllers the context value {@code shopper}, once it is known who asks and at which tenant. */
@Component
@Order(1)
class ShopperInterceptor implements WebGraphQlInterceptor {

    private final ShopperRepository shoppers;

    ShopperInterceptor(ShopperRepository shoppers) {
        this.shoppers = shoppers;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        GuestToken guest = GuestToken.of(RequestHeaders.of(request).getFirst(GuestToken.HEADER));
        request.configureExecutionInput((input, builder) -> {
            GraphQLContext context = input.getGraphQLContext();
            context.put("shopper", shopper(context, guest));
            if (guest != null) {
                context.put(Freshness.OF_SOMEBODY, true);
            }
            return input;
        });
        return chain.next(request);
    }

    private Shopper shopper(GraphQLContext context, @Nullable GuestToken guest) {
        @Nullable TenantContext tenant = context.get("tenant");
        @Nullable Viewer viewer = context.get("viewer");
        return tenant == null || viewer == null
                ? new Shopper(null, null, shopper -> Optional.empty())
                : new Shopper(user(viewer.actor()), guest, shopper -> shoppers.find(tenant, shopper));
    }

    /** A person; programs own nothing. */
    private static User.@Nullable Id user(Actor actor) {
        String id = actor.id();
        return id != null && (actor.kind() == Actor.Kind.USER || actor.kind() == Actor.Kind.OPERATOR)
                ? new User.Id(TypeId.parse("user", id))
                : null;
    }
}
