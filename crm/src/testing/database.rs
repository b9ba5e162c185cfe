//! A test's database: migrated, and reached as the runtime reaches it.

use super::{scratch::Scratch, template};
use crate::{AppLogin, Db, Keys, PoolSize, Secret};

/// A migrated database of its own. It goes with this value.
#[derive(Debug)]
pub struct TestDb {
    /// Connected as `enishi_app`, like the product.
    pub db: Db,
    scratch: Scratch,
}

/// Makes one.
///
/// # Panics
/// When there is no PostgreSQL to be had, or the migrations fail.
pub async fn database() -> TestDb {
    let made = async {
        let keys = Keys::new(&Secret::random()?)?;
        let mut scratch = Scratch::reserve().await?;
        template::copy(&mut scratch.server, &scratch.name, &keys).await?;
        let db = Db::open(&scratch.url("enishi"), AppLogin::Socket, keys, PoolSize(8)).await?;
        anyhow::Ok(TestDb { db, scratch })
    };
    made.await.unwrap_or_else(|error| panic!("no database for the test: {error:#}"))
}

impl TestDb {
    /// The superuser's address of it, to look behind the wall and to plant faults.
    pub fn admin_url(&self) -> String {
        self.url("enishi")
    }

    /// Its address for a role.
    pub fn url(&self, user: &str) -> String {
        self.scratch.url(user)
    }
}
