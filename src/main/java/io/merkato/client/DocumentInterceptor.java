package io.merkato.client;

import graphql.GraphQLContext;
import io.merkato.api.RequestedDocument;
import io.merkato.api.Viewer;
import io.merkato.identity.RequestHeaders;
import io.merkato.tenancy.TenantContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.graphql.server.WebGraphQlInterceptor;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Finds, once it is known who asks and at which tenant, the text of the document that a request asks for. */
@Component
@Order(2)
class DocumentInterceptor implements WebGraphQlInterceptor {

    private final DocumentChoice choice;

    DocumentInterceptor(DocumentChoice choice) {
        this.choice = choice;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        RequestedDocument asked = RequestedDocument.of(request);
        Claim claim = Claim.of(RequestHeaders.of(request)::getFirst);
        request.configureExecutionInput((input, builder) -> {
            GraphQLContext context = input.getGraphQLContext();
            @Nullable TenantContext tenant = context.get("tenant");
            @Nullable Viewer viewer = context.get("viewer");
            DocumentChoice.Chosen chosen = choice.of(asked, claim, tenant, viewer);
            if (chosen.onceValid() != null) {
                context.put(OnceValid.KEY, chosen.onceValid());
            }
            return builder.query(chosen.text()).build();
        });
        return chain.next(request);
    }
}
