//! Each table of `crm` stands behind row-level security, and its policy lets one tenant through.

use super::finding::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "no tenant_id uuid not null",
        fix: "add the column, or move the table to another schema if it holds nothing of a tenant",
        sql: "
            select c.relname::text from pg_class c
            where c.relnamespace = to_regnamespace('crm') and c.relkind in ('r', 'p') and not exists (
                select from pg_attribute a
                where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull
                    and a.atttypid = 'uuid'::regtype and not a.attisdropped)",
    },
    Rule {
        name: "row-level security is off",
        fix: "alter table … enable row level security (crm.protect does)",
        sql: "
            select relname::text from pg_class
            where relnamespace = to_regnamespace('crm') and relkind in ('r', 'p') and not relrowsecurity",
    },
    Rule {
        name: "row-level security does not hold for the owner",
        fix: "alter table … force row level security (crm.protect does)",
        sql:
            "
            select relname::text from pg_class
            where relnamespace = to_regnamespace('crm') and relkind in ('r', 'p') and not relforcerowsecurity",
    },
    Rule {
        name: "no policy",
        fix: "call crm.protect on it: without a policy nobody sees a row",
        sql: "
            select c.relname::text from pg_class c
            where c.relnamespace = to_regnamespace('crm') and c.relkind in ('r', 'p') and not exists (
                select from pg_policy p where p.polrelid = c.oid and p.polpermissive)",
    },
    // Permissive policies are joined by OR, so each of them must be exactly the one. Restrictive ones
    // only narrow and may say what they like.
    Rule {
        name: "a policy lets more through than one tenant",
        fix: "drop it; the only policy is tenant_id = (select crm.app_tenant()), for reading and for writing",
        sql: "
            select c.relname || '.' || p.polname
            from pg_policy p join pg_class c on c.oid = p.polrelid
            cross join lateral (select
                regexp_replace(pg_get_expr(p.polqual, p.polrelid), '\\s+', ' ', 'g') as seen,
                regexp_replace(pg_get_expr(p.polwithcheck, p.polrelid), '\\s+', ' ', 'g') as written,
                '(tenant_id = ( SELECT crm.app_tenant() AS app_tenant))' as only) e
            where c.relnamespace = to_regnamespace('crm') and p.polpermissive and (
                p.polcmd <> 'a' and e.seen is distinct from e.only
                or p.polcmd in ('*', 'a', 'w') and e.written is distinct from e.only)",
    },
    Rule {
        name: "a policy does not hold for every command and role",
        fix: "drop it and call crm.protect on the table: the policy is for all commands, to public",
        sql:
            "
            select c.relname || '.' || p.polname
            from pg_policy p join pg_class c on c.oid = p.polrelid
            where c.relnamespace = to_regnamespace('crm') and p.polpermissive and (
                p.polcmd <> '*' or not (0 = any (p.polroles) or to_regrole('enishi_app') = any (p.polroles)))",
    },
];
