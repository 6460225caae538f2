package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;

import io.merkato.api.LocalisedTextInput;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class BrandCreate {

    record Input(
            String name,
            @Nullable String slug,
            @Nullable List<LocalisedTextInput> descriptions,
            Media.@Nullable Id logoId,
            @Nullable String website,
            @Nullable String externalId) {

        Brand brand() {
            return new Brand(
                    new Brand.Id(Uuid7.next()),
                    Slug.given(slug, name),
                    name.strip(),
                    LocalisedTextInput.text(descriptions),
                    logoId,
                    website,
                    externalId,
                    1,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    null);
        }
    }

    record Payload(@Nullable Brand brand, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload brandCreate(@Argument Input input, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Brand created = BrandWriter.insert(tx, input.brand(), input.slug() == null);
            tx.created(created.id(), created);
            return new Payload(created, List.of());
        });
    }
}
