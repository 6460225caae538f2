insert into identity.permission (code) values ('WEBHOOKS_READ'), ('WEBHOOKS_WRITE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'WEBHOOKS_READ'), ('OWNER', 'WEBHOOKS_WRITE'), ('ADMIN', 'WEBHOOKS_READ'), ('ADMIN', 'WEBHOOKS_WRITE');
