-- Orders that other systems made, recorded as they were.

-- A digest of all that the source said of it: the same again is told from something else under a known reference.
alter table ordering."order"
    add column source_digest text,
    add constraint order_source_digest_check check (source_digest is null or source is not null and char_length(source_digest) between 1 and 100),
    add constraint order_source_length_check check (char_length(source) between 1 and 100 and char_length(source_reference) between 1 and 255);

