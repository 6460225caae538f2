package io.merkato.customer;

import graphql.GraphQLContext;
import io.merkato.api.Premise;
import io.merkato.api.RequestedDocument;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** That no guest asks. */
@Component
@Order(1)
class GuestPremise implements Premise {

    @Override
    public List<String> headers() {
        return List.of(GuestToken.HEADER);
    }

    @Override
    public @Nullable Object now(HttpServletRequest request, RequestedDocument document, GraphQLContext context) {
        return request.getHeader(GuestToken.HEADER) == null ? "nobody" : null;
    }
}
