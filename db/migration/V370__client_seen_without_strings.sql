-- What was only seen of a document is kept without what its strings say, which may be passwords and codes: every quote stands beside its pair. V371 empties those that are there,
-- V372 looks through them.
alter table client.document
    add constraint document_seen_blank_check check (registered_at is not null or position('"' in replace(body, '""', '')) = 0) not valid;
