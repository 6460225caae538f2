-- What an order earned and nobody used in time is taken back of itself, not of what other orders earned. Of what expired before nobody knows which it was.
-- V361 looks through what is there, V362 finds them by their account.
alter table loyalty.lot
    add column expired bigint not null default 0,
    add constraint lot_expired_check check (expired >= 0 and expired <= points - remaining) not valid;
comment on column loyalty.lot.expired is 'how many were left when they expired, less those of them that were taken back since';
