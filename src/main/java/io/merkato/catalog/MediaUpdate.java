package io.merkato.catalog;

import static io.merkato.api.Permission.CATALOG_WRITE;
import static io.merkato.jooq.catalog.Tables.MEDIA;

import io.merkato.api.Given;
import io.merkato.api.LocalisedTextInput;
import io.merkato.api.MutationPayload;
import io.merkato.api.UserError;
import io.merkato.api.VersionConflict;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.ArgumentValue;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

@Controller
class MediaUpdate {

    record Input(
            @Nullable List<LocalisedTextInput> alts, ArgumentValue<Integer> width, ArgumentValue<Integer> height) {}

    record Payload(@Nullable Media media, List<UserError> userErrors) implements MutationPayload {
        static Payload refused(List<UserError> errors) {
            return new Payload(null, errors);
        }
    }

    @MutationMapping
    Payload mediaUpdate(
            @Argument Media.Id id,
            @Argument Input input,
            @Argument @Nullable Integer ifVersion,
            @ContextValue TenantContext tenant,
            @ContextValue Viewer viewer) {
        return tenant.mutate(viewer.may(CATALOG_WRITE), Payload::refused, tx -> {
            Media before = tx.sql()
                    .select(MediaRepository.FIELDS)
                    .from(MEDIA)
                    .where(tx.owns(MEDIA))
                    .and(MEDIA.ID.eq(id))
                    .forUpdate()
                    .fetchOptional(MediaRepository::media)
                    .orElseThrow(() -> Given.nothing("id"));
            VersionConflict.check(ifVersion, before.version());
            Media after = tx.sql()
                    .update(MEDIA)
                    .set(MEDIA.ALT, LocalisedTextInput.textOr(input.alts(), before.alts()))
                    .set(MEDIA.WIDTH, Given.or(input.width(), before.width()))
                    .set(MEDIA.HEIGHT, Given.or(input.height(), before.height()))
                    .set(MEDIA.VERSION, MEDIA.VERSION.plus(1))
                    .set(MEDIA.UPDATED_AT, Instant.now())
                    .where(tx.owns(MEDIA))
                    .and(MEDIA.ID.eq(id))
                    .returning(MediaRepository.FIELDS)
                    .fetchSingle(MediaRepository::media);
            return new Payload(tx.changed(id, before, after), List.of());
        });
    }
}
