package io.merkato.store;

import static java.util.Objects.requireNonNull;

import graphql.execution.ExecutionContext;
import graphql.execution.directives.QueryAppliedDirective;
import graphql.execution.directives.QueryAppliedDirectiveArgument;
import io.merkato.api.OperationGate;
import java.util.Currency;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Lets the document's {@code @inContext} choose language and currency before the headers do, and the channel. */
@Component
@Order(2)
class InContext implements OperationGate {

    @Override
    public void admit(ExecutionContext execution) {
        StoreView view = execution.getGraphQLContext().get("storeView");
        if (view != null && execution.getOperationDefinition().hasDirective("inContext")) {
            for (QueryAppliedDirective directive :
                    requireNonNull(execution.getOperationDirectives().get("inContext"))) {
                StoreView chosen =
                        view.in(value(directive, "locale", Locale.class), value(directive, "currency", Currency.class));
                SalesChannel channel = channel(directive);
                execution.getGraphQLContext().put("storeView", channel == null ? chosen : chosen.in(channel));
            }
        }
    }

    private static @Nullable SalesChannel channel(QueryAppliedDirective directive) {
        String name = value(directive, "channel", String.class);
        return name == null ? null : SalesChannel.valueOf(name);
    }

    private static <T> @Nullable T value(QueryAppliedDirective directive, String name, Class<T> type) {
        QueryAppliedDirectiveArgument argument = directive.getArgument(name);
        return argument == null ? null : type.cast(argument.getValue());
    }
}
