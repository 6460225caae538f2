-- What every tenant table stands on: currencies, tenants, and the two procedures that open a module's schema and protect a table.

create schema money;
create schema tenancy;

-- Currencies as ISO 4217 lists them; the exponent is the number of decimals of the minor unit.
create table money.currency (
    code     text     not null,
    exponent smallint not null,
    name     text     not null,
    primary key (code),
    constraint currency_code_check check (code ~ '^[A-Z]{3}$'),
    constraint currency_exponent_check check (exponent between 0 and 4)
);

insert into money.currency (code, exponent, name) values
    ('AED', 2, 'UAE dirham'), ('AOA', 2, 'Angolan kwanza'), ('AUD', 2, 'Australian dollar'), ('BIF', 0, 'Burundi franc'),
    ('BHD', 3, 'Bahraini dinar'), ('BWP', 2, 'Botswana pula'), ('BRL', 2, 'Brazilian real'), ('CAD', 2, 'Canadian dollar'),
    ('CDF', 2, 'Congolese franc'), ('CHF', 2, 'Swiss franc'), ('CLF', 4, 'Chilean unidad de fomento'), ('CNY', 2, 'Chinese yuan'),
    ('CVE', 2, 'Cabo Verde escudo'), ('DJF', 0, 'Djibouti franc'), ('DZD', 2, 'Algerian dinar'), ('EGP', 2, 'Egyptian pound'),
    ('ERN', 2, 'Eritrean nakfa'), ('ETB', 2, 'Ethiopian birr'), ('EUR', 2, 'Euro'), ('GBP', 2, 'Pound sterling'),
    ('GHS', 2, 'Ghana cedi'), ('GMD', 2, 'Gambian dalasi'), ('GNF', 0, 'Guinean franc'), ('INR', 2, 'Indian rupee'),
    ('JOD', 3, 'Jordanian dinar'), ('JPY', 0, 'Japanese yen'), ('KES', 2, 'Kenyan shilling'), ('KMF', 0, 'Comorian franc'),
    ('KRW', 0, 'South Korean won'), ('KWD', 3, 'Kuwaiti dinar'), ('LRD', 2, 'Liberian dollar'), ('LSL', 2, 'Lesotho loti'),
    ('LYD', 3, 'Libyan dinar'), ('MAD', 2, 'Moroccan dirham'), ('MGA', 2, 'Malagasy ariary'), ('MRU', 2, 'Mauritanian ouguiya'),
    ('MUR', 2, 'Mauritian rupee'), ('MWK', 2, 'Malawian kwacha'), ('MZN', 2, 'Mozambican metical'), ('NAD', 2, 'Namibian dollar'),
    ('NGN', 2, 'Nigerian naira'), ('OMR', 3, 'Omani rial'), ('QAR', 2, 'Qatari rial'), ('RWF', 0, 'Rwandan franc'),
    ('SAR', 2, 'Saudi riyal'), ('SCR', 2, 'Seychelles rupee'), ('SDG', 2, 'Sudanese pound'), ('SLE', 2, 'Sierra Leonean leone'),
    ('SOS', 2, 'Somali shilling'), ('SSP', 2, 'South Sudanese pound'), ('STN', 2, 'São Tomé and Príncipe dobra'), ('SZL', 2, 'Swazi lilangeni'),
    ('TND', 3, 'Tunisian dinar'), ('TRY', 2, 'Turkish lira'), ('TZS', 2, 'Tanzanian shilling'), ('UGX', 0, 'Ugandan shilling'),
    ('USD', 2, 'US dollar'), ('XAF', 0, 'Central African CFA franc'), ('XOF', 0, 'West African CFA franc'), ('ZAR', 2, 'South African rand'),
    ('ZMW', 2, 'Zambian kwacha');

-- A merchant. Not a tenant table itself: it is what the tenant key points at, read before any tenant is known.
create table tenancy.tenant (
    id         uuid        not null,
    slug       text        not null,
    name       text        not null,
    status     text        not null default 'PROVISIONING',
    locale     text        not null,
    currency   text        not null references money.currency (code),
    time_zone  text        not null,
    country    text        not null,
    residency  text        not null default 'AFRICA',
    settings   jsonb       not null default '{}',
    version    integer     not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    closing_at timestamptz,
    primary key (id),
    constraint tenant_slug_key unique (slug),
    constraint tenant_slug_check check (slug ~ '^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$'),
    constraint tenant_name_check check (char_length(name) between 1 and 255),
    constraint tenant_status_check check (status in ('PROVISIONING', 'ACTIVE', 'SUSPENDED', 'CLOSING', 'CLOSED')),
    constraint tenant_country_check check (country ~ '^[A-Z]{2}$'),
    constraint tenant_closing_check check ((status in ('CLOSING', 'CLOSED')) = (closing_at is not null))
);

-- The tenant of the running transaction; null, and so no row at all, where none was set.
create function tenancy.current_tenant_id() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.tenant_id', true), '')::uuid;

-- Opens a module's schema to the application role.
create procedure tenancy.open_schema(module text)
    language plpgsql as
$$
begin
    execute format('grant usage on schema %I to merkato_app, merkato_operator', module);
    execute format('grant select, insert, update, delete on all tables in schema %I to merkato_app, merkato_operator', module);
    execute format('alter default privileges in schema %I grant select, insert, update, delete on tables to merkato_app, merkato_operator', module);
end
$$;

-- Shuts a tenant table to everyone but the tenant that the transaction names, its owner included.
create procedure tenancy.protect(tenant_table regclass)
    language plpgsql as
$$
begin
    execute format('alter table %s enable row level security', tenant_table);
    execute format('alter table %s force row level security', tenant_table);
    execute format('create policy tenant_isolation on %s using (tenant_id = (select tenancy.current_tenant_id())) with check (tenant_id = (select tenancy.current_tenant_id()))', tenant_table);
end
$$;

call tenancy.open_schema('money');
call tenancy.open_schema('tenancy');
revoke insert, update, delete on money.currency from merkato_app;
