//! Who may do what with which table. Rights that go around row-level security are nobody's.

use super::finding::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a right that goes around row-level security is granted",
        fix: "revoke truncate, trigger, references on … from …",
        sql: "
            select distinct c.relname || ' (' || a.privilege_type || ' to '
                || case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end || ')'
            from pg_class c
            cross join lateral (
                select * from aclexplode(c.relacl)
                union all
                select x.* from pg_attribute t cross join lateral aclexplode(t.attacl) x where t.attrelid = c.oid
            ) a
            where c.relnamespace in (to_regnamespace('crm'), to_regnamespace('directory'))
                and a.grantee <> c.relowner and a.privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES')",
    },
    Rule {
        name: "a partition is granted by itself",
        fix: "revoke all on it: rows are reached through the table it belongs to",
        sql: "
            select c.relname::text from pg_class c
            where c.relnamespace = to_regnamespace('crm') and c.relispartition and c.relkind in ('r', 'p')
                and exists (
                    select from aclexplode(c.relacl) a
                    where a.grantee = 0 or a.grantee = to_regrole('enishi_app'))",
    },
    Rule {
        name: "somebody but its owner may create objects in the schema",
        fix: "revoke create on schema … from …",
        sql: "
            select distinct n.nspname || ' ('
                || case a.grantee when 0 then 'public' else pg_get_userbyid(a.grantee) end || ')'
            from pg_namespace n cross join lateral aclexplode(n.nspacl) a
            where n.nspname in ('crm', 'directory') and a.privilege_type = 'CREATE' and a.grantee <> n.nspowner",
    },
    Rule {
        name: "the runtime role has rights outside the schemas crm and directory",
        fix: "revoke all on it from enishi_app",
        sql: "
            select distinct n.nspname || '.' || c.relname
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            cross join lateral aclexplode(c.relacl) a
            where a.grantee = to_regrole('enishi_app') and n.nspname not in ('crm', 'directory')",
    },
    // Nothing in directory is behind row-level security, so what it may hold is listed.
    Rule {
        name: "the schema directory holds what is not on its list",
        fix: "move it to crm, or list it in crm/src/lint/grants.rs if every tenant may read all of it",
        sql: "
            select c.relname::text from pg_class c
            where c.relnamespace = to_regnamespace('directory') and c.relkind in ('r', 'p', 'v', 'm', 'f')
                and c.relname not in ('tenants', '_sqlx_migrations')",
    },
];
