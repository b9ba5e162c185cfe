//! How a campaign is called in a sentence.

use crm::campaigns::Campaign;
use nlp::Lang;

/// A campaign in a sentence, safe in small Markdown.
pub(crate) fn label(campaign: &Campaign, lang: Lang) -> String {
    format!("{} {}", campaign.code(), adapters::markdown::escape(campaign.name_in(lang == Lang::Ja)))
}
