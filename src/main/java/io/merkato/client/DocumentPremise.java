package io.merkato.client;

import graphql.GraphQLContext;
import io.merkato.api.Premise;
import io.merkato.api.Repetition;
import io.merkato.api.RequestedDocument;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * The text that an id or a hash stands for, in the mode of the application that asks. Which application that is, caches are not told to look at: an id that
 * means one text to one and another to the next is for its caller alone, and so is a text that is sent.
 */
@Component
@Order(2)
class DocumentPremise implements Premise, Repetition {

    private final DocumentChoice choice;

    DocumentPremise(DocumentChoice choice) {
        this.choice = choice;
    }

    @Override
    public @Nullable Object now(HttpServletRequest request, RequestedDocument document, GraphQLContext context) {
        TenantContext tenant = Objects.requireNonNull(context.get("tenant"));
        if (document.text() != null || choice.isAmbiguous(document, tenant)) {
            return null;
        }
        DocumentChoice.Chosen chosen =
                choice.of(document, Claim.of(request::getHeader), tenant, context.<Viewer>get("viewer"));
        if (chosen.onceValid() != null) {
            context.put(OnceValid.KEY, chosen.onceValid());
        }
        return chosen.sha256();
    }

    @Override
    public void admit(GraphQLContext context) {
        Runnable counted = context.get(OnceValid.KEY);
        if (counted != null) {
            counted.run();
        }
    }
}
