//! Secrets at rest: AES-256-GCM, a fresh nonce each, bound to tenant and row, the key's id beside it.

use std::fmt;

use anyhow::{Context, bail, ensure};
use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    digest, hmac,
    rand::{SecureRandom, SystemRandom},
};
use uuid::Uuid;

use crate::TenantId;

/// Bytes that must not be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Takes bytes into keeping.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// 32 random bytes.
    pub fn random() -> anyhow::Result<Self> {
        let mut bytes = vec![0; 32];
        SystemRandom::new().fill(&mut bytes).ok().context("the system gave no random bytes")?;
        Ok(Self(bytes))
    }

    /// The bytes, for the one call that needs them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The key that seals connection secrets; every replica of one installation uses the same.
#[derive(Clone)]
pub struct Keys {
    id: String,
    key: std::sync::Arc<LessSafeKey>,
    login: String,
    salt: [u8; 16],
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.id)
    }
}

impl Keys {
    /// From 32 bytes.
    ///
    /// # Errors
    /// When there are not 32 of them.
    pub fn new(master: &Secret) -> anyhow::Result<Self> {
        let bytes = master.expose();
        ensure!(bytes.len() == 32, "the secret key has {} bytes; it must have 32", bytes.len());
        let id = hex(&digest::digest(&digest::SHA256, bytes).as_ref()[..4]);
        let key = UnboundKey::new(&AES_256_GCM, bytes).ok().context("AES-256-GCM key")?;
        let mac = hmac::Key::new(hmac::HMAC_SHA256, bytes);
        let login = hex(hmac::sign(&mac, b"enishi_app login").as_ref());
        let mut salt = [0; 16];
        salt.copy_from_slice(&hmac::sign(&mac, b"enishi_app salt").as_ref()[..16]);
        Ok(Self { id, key: std::sync::Arc::new(LessSafeKey::new(key)), login, salt })
    }

    /// Which key this is, stored beside what it sealed.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// The runtime role's password: the same on every replica, stored nowhere.
    pub(crate) fn app_password(&self) -> &str {
        &self.login
    }

    /// The salt that password is kept with.
    pub(crate) fn app_salt(&self) -> &[u8] {
        &self.salt
    }

    /// nonce || ciphertext || tag.
    pub(crate) fn seal(&self, tenant: TenantId, row: Uuid, secret: &Secret) -> anyhow::Result<Vec<u8>> {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom::new().fill(&mut nonce).ok().context("the system gave no random bytes")?;
        let mut sealed = secret.expose().to_vec();
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), bound_to(tenant, row), &mut sealed)
            .ok()
            .context("sealing a secret")?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// The reverse of [`Keys::seal`].
    pub(crate) fn open(
        &self,
        key_id: &str,
        tenant: TenantId,
        row: Uuid,
        sealed: &[u8],
    ) -> anyhow::Result<Secret> {
        if key_id != self.id {
            bail!(
                "sealed with key {key_id}, but ENISHI_SECRET_KEY is key {}: set it to the former key",
                self.id
            );
        }
        ensure!(sealed.len() > NONCE_LEN, "sealed secret too short");
        let (nonce, body) = sealed.split_at(NONCE_LEN);
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok().context("nonce")?;
        let mut body = body.to_vec();
        let plain = self
            .key
            .open_in_place(nonce, bound_to(tenant, row), &mut body)
            .ok()
            .context("the stored secret does not open: the row was changed or moved")?;
        Ok(Secret::new(&*plain))
    }
}

fn bound_to(tenant: TenantId, row: Uuid) -> Aad<Vec<u8>> {
    Aad::from([tenant.0.as_bytes().as_slice(), row.as_bytes()].concat())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_only_where_it_was_sealed() -> anyhow::Result<()> {
        let keys = Keys::new(&Secret::random()?)?;
        let (tenant, row) = (TenantId::new(), Uuid::now_v7());
        let secret = Secret::new("xoxb-token");
        let sealed = keys.seal(tenant, row, &secret)?;
        assert_eq!(keys.open(keys.id(), tenant, row, &sealed)?, secret);
        assert!(keys.open(keys.id(), tenant, Uuid::now_v7(), &sealed).is_err());
        assert!(keys.open(keys.id(), TenantId::new(), row, &sealed).is_err());
        assert!(Keys::new(&Secret::random()?)?.open(keys.id(), tenant, row, &sealed).is_err());
        assert_eq!(format!("{secret:?} {keys:?}"), format!("Secret(…) Keys({})", keys.id()));
        Ok(())
    }
}
