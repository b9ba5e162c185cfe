//! The role that serves requests, `enishi_app`, owns nothing, is nobody else and bypasses nothing.

use sqlx::PgConnection;

use super::finding::{Finding, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "the runtime role is missing or may too much",
        fix: "alter role enishi_app nosuperuser nobypassrls nocreaterole nocreatedb noreplication",
        sql: "
            select 'enishi_app' where not exists (
                select from pg_roles where rolname = 'enishi_app'
                    and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication))",
    },
    Rule {
        name: "the runtime role owns it, and an owner can take the wall down",
        fix: "alter … owner to enishi_owner",
        sql: "
            select pg_describe_object(d.classid, d.objid, 0)
            from pg_shdepend d
            left join pg_class c on d.classid = 'pg_class'::regclass and c.oid = d.objid
            where d.deptype = 'o' and d.refclassid = 'pg_authid'::regclass
                and d.refobjid = to_regrole('enishi_app')
                and d.dbid in (0, (select oid from pg_database where datname = current_database()))
                and c.relpersistence is distinct from 't' -- a temporary table is seen by its session only",
    },
    Rule {
        name: "the runtime role is a member of another role",
        fix: "revoke … from enishi_app",
        sql: "
            select pg_get_userbyid(roleid)::text from pg_auth_members
            where member = to_regrole('enishi_app')",
    },
    Rule {
        name: "a tenant is set for whole sessions",
        fix: "alter role … reset \"app.tenant_id\", alter database … reset \"app.tenant_id\"",
        sql: "
            select concat_ws(' in ',
                case s.setrole when 0 then 'every role' else pg_get_userbyid(s.setrole) end,
                'database ' || d.datname)
            from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase
            where exists (select from unnest(s.setconfig) entry where entry ilike 'app.tenant_id=%')",
    },
];

/// A finding where this connection is not the runtime role but one that may be able to do more.
///
/// # Errors
/// When the database could not be asked.
pub async fn runtime_role(conn: &mut PgConnection) -> Result<Option<Finding>, sqlx::Error> {
    let (session, current): (String, String) =
        sqlx::query_as("select session_user::text, current_user::text").fetch_one(conn).await?;
    let other = [session, current].into_iter().find(|role| role != "enishi_app");
    Ok(other.map(|object| Finding {
        rule: "requests are not served by the runtime role",
        object,
        fix: "connect as enishi_app",
    }))
}
