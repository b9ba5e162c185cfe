-- Tenants, their settings, and the two functions every later table leans on.
--
-- directory: truly global, holds no tenant data.   crm: tenant rows only, each behind forced row-level security.

create table directory.tenants (
    id          uuid primary key,
    slug        text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    created_at  timestamptz not null default now()
);
grant select, insert on directory.tenants to enishi_app;

-- The tenant of this transaction; null (so: no rows) when none was set.
create function crm.app_tenant() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('app.tenant_id', true), '')::uuid;

-- Puts one table behind the wall: enabled and forced row-level security, the one policy, the grants.
-- The policy reads `(select crm.app_tenant())`: the inner select makes it a constant of the statement,
-- where the bare call is made for each row scanned.
create procedure crm.protect(name text, rights text default 'select, insert, update, delete')
    language plpgsql as $$
begin
    execute format('alter table crm.%I enable row level security', name);
    execute format('alter table crm.%I force row level security', name);
    execute format(
        'create policy tenant on crm.%I using (tenant_id = (select crm.app_tenant())) '
        'with check (tenant_id = (select crm.app_tenant()))', name);
    execute format('grant %s on crm.%I to enishi_app', rights, name);
    execute format('grant select on crm.%I to enishi_backup', name);
end $$;
revoke all on procedure crm.protect from public;

-- A word as it is compared: NFKC, lower case, katakana as hiragana.
create function crm.fold(word text) returns text
    language sql immutable parallel safe strict
    return translate(lower(normalize(word, nfkc)),
        'ァアィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲンヴヵヶ',
        'ぁあぃいぅうぇえぉおかがきぎくぐけげこごさざしじすずせぜそぞただちぢっつづてでとどなにぬねのはばぱひびぴふぶぷへべぺほぼぽまみむめもゃやゅゆょよらりるれろゎわゐゑをんゔゕゖ');

create table crm.settings (
    tenant_id           uuid not null primary key references directory.tenants (id),
    name                text not null,
    lang                text not null default 'en' check (lang in ('en', 'ja')),
    timezone            text not null default 'UTC',
    currency            text not null default 'JPY' check (currency ~ '^[A-Z]{3}$'),
    fiscal_start_month  int  not null default 4 check (fiscal_start_month between 1 and 12),
    demo                boolean not null default false
);
call crm.protect('settings');

-- The next number of each short code (P-12, C-7 …).
create table crm.code_counters (
    tenant_id  uuid not null,
    kind       text not null check (kind ~ '^[A-Z]$'),
    next       bigint not null default 1,
    primary key (tenant_id, kind)
);
call crm.protect('code_counters');
