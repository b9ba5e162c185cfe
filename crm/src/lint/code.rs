//! Nothing reads tables with the rights of another, and the function that names the tenant is ours.

use super::finding::Rule;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "a view reads with its owner's rights",
        fix: "alter view … set (security_invoker = true)",
        sql: "
            select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('crm', 'directory') and c.relkind = 'v' and not exists (
                select from pg_options_to_table(c.reloptions) o
                where o.option_name = 'security_invoker' and o.option_value::boolean)",
    },
    Rule {
        name: "a materialized view holds the rows of every tenant",
        fix: "make it a table with tenant_id, behind crm.protect",
        sql: "
            select relname::text from pg_class
            where relnamespace = to_regnamespace('crm') and relkind = 'm'",
    },
    Rule {
        name: "a foreign table knows no row-level security",
        fix: "copy what is needed into a table behind crm.protect",
        sql: "
            select relname::text from pg_class
            where relnamespace = to_regnamespace('crm') and relkind = 'f'",
    },
    Rule {
        name: "a function runs with its owner's rights",
        fix: "alter function … security invoker",
        sql: "
            select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
            where n.nspname in ('crm', 'directory') and p.prosecdef",
    },
    Rule {
        name: "the function that names the tenant is not the one of the migrations",
        fix: "make it again as in the first migration",
        sql: "
            select 'crm.app_tenant()' where not exists (
                select from pg_proc p join pg_language l on l.oid = p.prolang
                where p.pronamespace = to_regnamespace('crm') and p.proname = 'app_tenant' and p.pronargs = 0
                    and l.lanname = 'sql'
                    and p.provolatile = 's' and p.prorettype = 'uuid'::regtype and not p.proretset
                    and p.proconfig is null
                    and pg_get_function_sqlbody(p.oid) =
                        'RETURN (NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::uuid')",
    },
];
