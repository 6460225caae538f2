package io.merkato.client;

import io.merkato.api.Connection;
import io.merkato.api.Documents;
import io.merkato.api.PageArgs;
import io.merkato.api.Where;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** What staff see of applications and their documents. */
@Controller
class ClientController {

    private final ClientApplicationRepository applications;
    private final PersistedDocumentRepository documents;
    private final Documents schema;

    ClientController(
            ClientApplicationRepository applications, PersistedDocumentRepository documents, Documents schema) {
        this.applications = applications;
        this.documents = documents;
        this.schema = schema;
    }

    @QueryMapping
    Connection<ClientApplication> clientApplications(@Arguments PageArgs page, @ContextValue TenantContext tenant) {
        return applications.page(tenant, page);
    }

    @QueryMapping
    CompletableFuture<@Nullable ClientApplication> clientApplication(
            @Argument ClientApplication.Id id,
            DataLoader<ClientApplication.Id, @Nullable ClientApplication> clientApplicationById) {
        return clientApplicationById.load(id);
    }

    @QueryMapping
    Connection<PersistedDocument> persistedDocuments(
            @Arguments PageArgs page,
            @Argument @Nullable PersistedDocumentWhere where,
            @ContextValue TenantContext tenant) {
        return documents.page(tenant, Where.of(where), page);
    }

    @SchemaMapping
    CompletableFuture<@Nullable ClientApplication> client(
            PersistedDocument document,
            DataLoader<ClientApplication.Id, @Nullable ClientApplication> clientApplicationById) {
        return clientApplicationById.load(document.applicationId());
    }

    @BatchMapping
    Map<PersistedDocument, List<PersistedDocumentUsage>> usage(
            List<PersistedDocument> documents, @ContextValue TenantContext tenant) {
        Map<PersistedDocument.Id, List<PersistedDocumentUsage>> usage = this.documents.usage(
                tenant, documents.stream().map(PersistedDocument::id).toList());
        return documents.stream()
                .collect(Collectors.toMap(Function.identity(), each -> usage.getOrDefault(each.id(), List.of())));
    }

    @SchemaMapping
    List<String> problems(PersistedDocument document) {
        return document.registeredAt() == null
                ? schema.problemsOfBlanked(document.text())
                : schema.problems(document.text());
    }

    @SchemaMapping
    List<String> deprecated(PersistedDocument document) {
        return problems(document).isEmpty() ? schema.deprecated(Documents.parse(document.text())) : List.of();
    }
}
