//! Each key starts with the tenant. A key without it tells whether another tenant has a value, takes
//! its place, or points at its rows; row-level security does not look at keys.

use super::finding::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no primary key",
        fix: "add primary key (tenant_id, id)",
        sql: "
            select c.relname::text from pg_class c
            where c.relnamespace = to_regnamespace('crm') and c.relkind in ('r', 'p') and not exists (
                select from pg_index i where i.indrelid = c.oid and i.indisprimary)",
    },
    Rule {
        name: "a unique key does not start with tenant_id",
        fix: "make tenant_id its first column",
        sql: "
            select t.relname || '.' || k.relname
            from pg_index i
            join pg_class t on t.oid = i.indrelid
            join pg_class k on k.oid = i.indexrelid
            left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
            where t.relnamespace = to_regnamespace('crm') and (i.indisunique or i.indisexclusion)
                and a.attname is distinct from 'tenant_id'",
    },
    Rule {
        name: "a foreign key does not carry the tenant",
        fix: "make it (tenant_id, …) references … (tenant_id, …)",
        sql: "
            select t.relname || '.' || f.conname
            from pg_constraint f
            join pg_class t on t.oid = f.conrelid
            join pg_class r on r.oid = f.confrelid
            join pg_attribute ta on ta.attrelid = t.oid and ta.attnum = f.conkey[1]
            join pg_attribute ra on ra.attrelid = r.oid and ra.attnum = f.confkey[1]
            where f.contype = 'f' and t.relnamespace = to_regnamespace('crm') and not (
                ta.attname = 'tenant_id' and case
                    -- the tenant itself
                    when r.relnamespace = to_regnamespace('directory') and r.relname = 'tenants' then ra.attname = 'id'
                    else ra.attname = 'tenant_id' and cardinality(f.conkey) > 1
                end)",
    },
];
