package io.merkato.client;

import static io.merkato.jooq.client.Tables.DOCUMENT;
import static io.merkato.jooq.client.Tables.DOCUMENT_USE;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import java.time.Instant;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which documents, as the schema's input of this name says. */
record PersistedDocumentWhere(
        @Nullable List<PersistedDocumentWhere> and,
        @Nullable List<PersistedDocumentWhere> or,
        @Nullable PersistedDocumentWhere not,
        @Nullable IdMatch client,
        @Nullable StringMatch documentId,
        @Nullable Boolean registered,
        @Nullable Instant unusedSince)
        implements Where<PersistedDocumentWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(client == null ? noCondition() : client.on(DOCUMENT.APPLICATION_ID, ClientApplication.Id::new))
                .and(documentId == null ? noCondition() : documentId.on(DOCUMENT.SENT_AS))
                .and(registeredIs())
                .and(unusedSince == null ? noCondition() : unused(unusedSince));
    }

    private Condition registeredIs() {
        if (registered == null) {
            return noCondition();
        }
        return registered ? DOCUMENT.REGISTERED_AT.isNotNull() : DOCUMENT.REGISTERED_AT.isNull();
    }

    private static Condition unused(Instant since) {
        return notExists(selectOne()
                .from(DOCUMENT_USE)
                .where(DOCUMENT_USE.TENANT_ID.eq(DOCUMENT.TENANT_ID))
                .and(DOCUMENT_USE.DOCUMENT_ID.eq(DOCUMENT.ID))
                .and(DOCUMENT_USE.LAST_USED_AT.ge(since)));
    }
}
