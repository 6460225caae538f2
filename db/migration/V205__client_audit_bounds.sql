-- What was only seen of an application has so many places: what is asked for often keeps its place, the rest gives way and is counted together. What came from callers who
-- proved who they are has places of its own.
alter table client.document add column proven boolean not null default false;
alter table client.application
    add column unlisted_uses bigint not null default 0,
    add constraint application_unlisted_uses_check check (unlisted_uses >= 0);
