insert into identity.permission (code) values ('INVENTORY_READ'), ('INVENTORY_WRITE');
insert into identity.built_in_role_permission (code, permission) values
    ('OWNER', 'INVENTORY_READ'), ('OWNER', 'INVENTORY_WRITE'), ('ADMIN', 'INVENTORY_READ'), ('ADMIN', 'INVENTORY_WRITE'),
    ('CATALOGUE', 'INVENTORY_READ'), ('CATALOGUE', 'INVENTORY_WRITE'), ('ORDERS', 'INVENTORY_READ'), ('ORDERS', 'INVENTORY_WRITE'),
    ('SUPPORT', 'INVENTORY_READ'), ('ANALYST', 'INVENTORY_READ');
