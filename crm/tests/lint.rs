//! Each rule of the catalogue lint finds its fault, and tells of nothing else.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use crm::{lint, testing};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

struct Fault {
    rule: &'static str,
    /// Each is planted alone: what is done to a good database, and the object that must be named.
    planted: &'static [(&'static str, &'static str)],
}

const FAULTS: &[Fault] = &[
    Fault {
        rule: "no tenant_id uuid not null",
        planted: &[
            // by hand: a table made so would have other holes too
            (
                "update pg_attribute set attnotnull = false
                 where attrelid = 'crm.persons'::regclass and attname = 'tenant_id'",
                "persons",
            ),
            (
                "update pg_attribute set atttypid = 'text'::regtype
                 where attrelid = 'crm.persons'::regclass and attname = 'tenant_id'",
                "persons",
            ),
        ],
    },
    Fault {
        rule: "row-level security is off",
        planted: &[("alter table crm.persons disable row level security", "persons")],
    },
    Fault {
        rule: "row-level security does not hold for the owner",
        planted: &[("alter table crm.persons no force row level security", "persons")],
    },
    Fault { rule: "no policy", planted: &[("drop policy tenant on crm.persons", "persons")] },
    Fault {
        rule: "a policy lets more through than one tenant",
        planted: &[
            ("create policy open on crm.persons using (true)", "persons.open"),
            ("alter policy tenant on crm.persons using (true)", "persons.tenant"),
            ("alter policy tenant on crm.persons with check (true)", "persons.tenant"),
            (
                "alter policy tenant on crm.persons using (tenant_id = (select crm.app_tenant()) or email is null)",
                "persons.tenant",
            ),
            (
                "alter policy tenant on crm.persons
                 using (tenant_id = coalesce((select crm.app_tenant()), tenant_id))",
                "persons.tenant",
            ),
            ("alter policy tenant on crm.persons using (tenant_id <> (select crm.app_tenant()))", "persons.tenant"),
            ("alter policy tenant on crm.persons using (id = (select crm.app_tenant()))", "persons.tenant"),
            (
                "create function public.app_tenant() returns uuid language sql return gen_random_uuid();
                 alter policy tenant on crm.persons using (tenant_id = (select public.app_tenant()))",
                "persons.tenant",
            ),
            (
                "drop policy tenant on crm.persons;
                 create policy tenant on crm.persons using (tenant_id = (select crm.app_tenant()))",
                "persons.tenant",
            ),
        ],
    },
    Fault {
        rule: "a policy does not hold for every command and role",
        planted: &[
            (
                "drop policy tenant on crm.persons;
                 create policy tenant on crm.persons for select using (tenant_id = (select crm.app_tenant()))",
                "persons.tenant",
            ),
            ("alter policy tenant on crm.persons to enishi_backup", "persons.tenant"),
        ],
    },
    Fault {
        rule: "no primary key",
        planted: &[("alter table crm.outcome_values drop constraint outcome_values_pkey", "outcome_values")],
    },
    Fault {
        rule: "a unique key does not start with tenant_id",
        planted: &[
            ("create unique index k on crm.persons (email)", "persons.k"),
            ("create unique index k on crm.persons (number, tenant_id)", "persons.k"),
            ("create unique index k on crm.persons (lower(email), tenant_id)", "persons.k"),
            ("create unique index k on crm.persons (number) include (tenant_id)", "persons.k"),
            ("alter table crm.persons add constraint k exclude using hash (id with =)", "persons.k"),
        ],
    },
    Fault {
        rule: "a foreign key does not carry the tenant",
        planted: &[
            (
                "alter table crm.persons add constraint f foreign key (id) references directory.tenants (id)",
                "persons.f",
            ),
            (
                "alter table crm.employments add constraint f
                 foreign key (person_id, tenant_id) references crm.persons (id, tenant_id)",
                "employments.f",
            ),
            (
                "alter table crm.employments add constraint f
                 foreign key (tenant_id, person_id) references crm.persons (id, tenant_id)",
                "employments.f",
            ),
            (
                "alter table crm.persons add constraint f foreign key (id) references crm.settings (tenant_id)",
                "persons.f",
            ),
        ],
    },
    Fault {
        rule: "a view reads with its owner's rights",
        planted: &[
            ("create view crm.v as select * from crm.persons", "crm.v"),
            ("create view crm.v with (security_invoker = off) as select 1 as one", "crm.v"),
            ("create view crm.v with (security_barrier) as select 1 as one", "crm.v"),
        ],
    },
    Fault {
        rule: "a materialized view holds the rows of every tenant",
        planted: &[("create materialized view crm.m as select * from crm.persons", "m")],
    },
    Fault {
        rule: "a foreign table knows no row-level security",
        planted: &[(
            "create foreign data wrapper w; create server s foreign data wrapper w;
             create foreign table crm.f (tenant_id uuid not null) server s",
            "f",
        )],
    },
    Fault {
        rule: "a function runs with its owner's rights",
        planted: &[
            ("create function crm.f(int) returns int language sql security definer return 1", "crm.f(integer)"),
            ("create function directory.f() returns int language sql security definer return 1", "directory.f()"),
            ("alter procedure crm.protect security definer", "crm.protect(text,text)"),
        ],
    },
    Fault {
        rule: "the function that names the tenant is not the one of the migrations",
        planted: &[
            (
                "create or replace function crm.app_tenant() returns uuid language sql stable parallel safe
                 return coalesce(nullif(current_setting('app.tenant_id', true), ''), current_setting('app.any'))::uuid",
                "crm.app_tenant()",
            ),
            (
                "create or replace function crm.app_tenant() returns uuid language plpgsql stable parallel safe
                 as 'begin return null; end'",
                "crm.app_tenant()",
            ),
            ("alter function crm.app_tenant() volatile", "crm.app_tenant()"),
            ("alter function crm.app_tenant() set search_path = public", "crm.app_tenant()"),
        ],
    },
    Fault {
        rule: "a right that goes around row-level security is granted",
        planted: &[
            ("grant truncate on crm.persons to enishi_app", "persons (TRUNCATE to enishi_app)"),
            ("grant trigger on crm.persons to public", "persons (TRIGGER to public)"),
            ("grant references on directory.tenants to enishi_backup", "tenants (REFERENCES to enishi_backup)"),
            ("grant references (id, name) on crm.persons to enishi_app", "persons (REFERENCES to enishi_app)"),
        ],
    },
    Fault {
        rule: "a partition is granted by itself",
        planted: &[(
            "create table crm.whole (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id))
             partition by hash (tenant_id);
             call crm.protect('whole');
             create table crm.part partition of crm.whole for values with (modulus 1, remainder 0);
             call crm.protect('part')",
            "part",
        )],
    },
    Fault {
        rule: "somebody but its owner may create objects in the schema",
        planted: &[
            ("grant create on schema crm to enishi_app", "crm (enishi_app)"),
            ("grant create on schema directory to public", "directory (public)"),
        ],
    },
    Fault {
        rule: "the runtime role has rights outside the schemas crm and directory",
        planted: &[("create table public.t (n int); grant select on public.t to enishi_app", "public.t")],
    },
    Fault {
        rule: "the schema directory holds what is not on its list",
        planted: &[
            ("create table directory.notes (n int)", "notes"),
            ("create view directory.v with (security_invoker) as select 1 as one", "v"),
        ],
    },
    Fault {
        rule: "the runtime role is missing or may too much",
        planted: &[
            ("alter role enishi_app superuser", "enishi_app"),
            ("alter role enishi_app bypassrls", "enishi_app"),
            ("alter role enishi_app createrole", "enishi_app"),
            ("alter role enishi_app createdb", "enishi_app"),
            ("alter role enishi_app replication", "enishi_app"),
        ],
    },
    Fault {
        rule: "the runtime role owns it, and an owner can take the wall down",
        planted: &[
            ("alter table crm.persons owner to enishi_app", "table crm.persons"),
            ("alter function crm.app_tenant() owner to enishi_app", "function crm.app_tenant()"),
            ("alter schema crm owner to enishi_app", "schema crm"),
        ],
    },
    Fault {
        rule: "the runtime role is a member of another role",
        planted: &[
            ("grant enishi_owner to enishi_app", "enishi_owner"),
            ("grant pg_read_all_data to enishi_app", "pg_read_all_data"),
        ],
    },
    Fault {
        rule: "a tenant is set for whole sessions",
        planted: &[
            ("alter role enishi_app set app.tenant_id = ''", "enishi_app"),
            ("alter role all set \"App.Tenant_ID\" = ''", "every role"),
        ],
    },
];

/// What looks strange but opens no hole.
const HARMLESS: &[&str] = &[
    "create policy narrower on crm.persons as restrictive using (true)",
    "create view crm.v with (security_invoker = on) as select * from crm.persons",
    "create index i on crm.persons (email)",
    "create table public.t (n int)",
    "set local role enishi_app; create temporary table t (n int); reset role",
    "alter table crm.persons add constraint f foreign key (tenant_id) references directory.tenants (id)",
    "create table crm.whole (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id))
     partition by hash (tenant_id);
     call crm.protect('whole');
     create table crm.part partition of crm.whole for values with (modulus 1, remainder 0);
     call crm.protect('part', 'select'); revoke all on crm.part from enishi_app",
];

/// What the lint says, asked as `role`, of a database to which `sql` was done.
async fn findings(admin: &mut PgConnection, sql: &'static str, role: &str) -> Vec<(String, String)> {
    let mut tx = admin.begin().await.unwrap();
    tx.execute(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    tx.execute(AssertSqlSafe(format!("set local role {role}"))).await.unwrap();
    let found = lint::lint(&mut tx).await.unwrap();
    tx.rollback().await.unwrap();
    found.into_iter().map(|finding| (finding.rule.to_owned(), finding.object)).collect()
}

#[tokio::test]
async fn each_fault_has_exactly_its_finding() {
    let test = testing::database().await;
    let mut admin = PgConnection::connect(&test.admin_url()).await.unwrap();
    for fault in FAULTS {
        for (sql, object) in fault.planted {
            let expected = [(fault.rule.to_owned(), (*object).to_owned())];
            for role in ["enishi_app", "enishi_owner"] {
                assert_eq!(findings(&mut admin, sql, role).await, expected, "{sql}, asked as {role}");
            }
        }
    }
    for sql in HARMLESS {
        assert_eq!(findings(&mut admin, sql, "enishi_app").await, [], "{sql}");
    }
}

#[test]
fn each_rule_has_a_fault_that_proves_it() {
    let rules: BTreeSet<&str> = lint::rules().collect();
    assert_eq!(rules.len(), lint::rules().count(), "two rules of one name");
    assert_eq!(rules, FAULTS.iter().map(|fault| fault.rule).collect());
}

#[tokio::test]
async fn a_database_with_a_hole_is_not_opened() {
    let test = testing::database().await;
    let mut admin = PgConnection::connect(&test.admin_url()).await.unwrap();
    admin.execute("alter table crm.persons no force row level security").await.unwrap();
    let keys = crm::Keys::new(&crm::Secret::random().unwrap()).unwrap();
    let refused = crm::Db::open(&test.admin_url(), crm::AppLogin::Socket, keys, crm::PoolSize(1)).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the database is not safe to use:\n  - persons: row-level security does not hold for the owner; \
         alter table … force row level security (crm.protect does)"
    );
}

#[tokio::test]
async fn tells_who_is_connected() {
    let test = testing::database().await;
    let mut app = PgConnection::connect(&test.url("enishi_app")).await.unwrap();
    assert_eq!(lint::runtime_role(&mut app).await.unwrap(), None);
    let mut admin = PgConnection::connect(&test.admin_url()).await.unwrap();
    admin.execute("set role enishi_app").await.unwrap();
    let finding = lint::runtime_role(&mut admin).await.unwrap().unwrap();
    assert_eq!(finding.object, "enishi", "a session that only stepped down can step up again");
}
