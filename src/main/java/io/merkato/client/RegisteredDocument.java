package io.merkato.client;

/** A document that an application may ask for, and its text. */
record RegisteredDocument(PersistedDocument.Id id, ClientApplication.Id applicationId, String sha256, String text) {}
