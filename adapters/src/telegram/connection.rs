//! One bot's connection to the Bot API.

use async_trait::async_trait;

use super::{api::Api, check, files, listen, prepare, send, settings::Fit};
use crate::{
    Address, Connection, Ended, FetchError, Finding, Intake, Menu, Payload, SendError, Sent, Settings, Since,
    Unfit,
};

/// A bot that can speak and, where it polls, hear.
pub(super) struct Bot {
    api: Api,
    fit: Fit,
}

impl Bot {
    pub(super) fn new(settings: &Settings) -> Result<Self, Unfit> {
        let fit = Fit::new(settings)?;
        Ok(Self { api: Api::new(fit.base.clone()), fit })
    }
}

#[async_trait]
impl Connection for Bot {
    async fn send(&self, to: &Address, payload: &Payload) -> Result<Sent, SendError> {
        send::send(&self.api, to, payload).await
    }

    async fn busy(&self, to: &Address) {
        send::busy(&self.api, to).await;
    }

    async fn fetch(&self, reference: &str) -> Result<Vec<u8>, FetchError> {
        files::fetch(&self.api, reference).await
    }

    async fn check(&self) -> Vec<Finding> {
        check::check(&self.api, &self.fit).await
    }

    async fn prepare(&self, menu: &Menu) -> Result<Vec<(&'static str, String)>, SendError> {
        prepare::prepare(&self.api, &self.fit, menu).await
    }

    fn tells_address(&self) -> bool {
        self.fit.webhook
    }

    fn listens(&self) -> bool {
        !self.fit.webhook
    }

    async fn listen(&self, since: Since, intake: &dyn Intake) -> Ended {
        listen::listen(&self.api, since, intake).await
    }
}
