//! The private way to answer whoever asks: who it is, and the response URL that came with the question.

/// A private way, as it is kept in an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Via<'a> {
    /// Who asked.
    pub(super) user: &'a str,
    /// Takes 5 answers in 30 minutes; Slack says when it takes no more.
    pub(super) url: Option<&'a str>,
}

impl<'a> Via<'a> {
    /// `U1 https://hooks.slack.com/…`.
    pub(super) fn written(&self) -> String {
        self.url.map_or(self.user.to_owned(), |url| format!("{} {url}", self.user))
    }

    /// What [`Self::written`] wrote; `None`: something else did.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let (user, url) = text.split_once(' ').map_or((text, None), |(user, url)| (user, Some(url)));
        (!user.is_empty()).then_some(Self { user, url: url.filter(|url| !url.is_empty()) })
    }

    /// The response URL, if it leads where Slack's do: to Slack, or to where the API is.
    pub(super) fn safe_url(&self, api: &str) -> Option<&'a str> {
        let url = self.url?;
        let slack = url.strip_prefix("https://").is_some_and(|rest| {
            let host = rest.split('/').next().unwrap_or_default();
            host == "slack.com" || (host.ends_with(".slack.com") && !host.contains(['@', ':']))
        });
        (slack || origin(api).is_some_and(|api| Some(api) == origin(url))).then_some(url)
    }
}

/// `https://host:port`.
fn origin(url: &str) -> Option<&str> {
    let host = url.find("://")? + 3;
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    Some(&url[..end]).filter(|origin| !origin.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_wrote() {
        for via in [
            Via { user: "U1", url: None },
            Via { user: "U1", url: Some("https://hooks.slack.com/commands/T1/2/x") },
        ] {
            assert_eq!(Via::read(&via.written()), Some(via.clone()));
        }
        assert_eq!(Via::read(""), None);
    }

    #[test]
    fn answers_go_to_slack_only() {
        let safe = |url: &'static str, api: &str| Via { user: "U1", url: Some(url) }.safe_url(api).is_some();
        assert!(safe("https://hooks.slack.com/commands/T1/2/x", "https://slack.com/api"));
        assert!(safe("http://127.0.0.1:9/hooks/1", "http://127.0.0.1:9/api"));
        for (url, api) in [
            ("https://hooks.slack.com.evil.example/x", "https://slack.com/api"),
            ("https://evil.example/hooks.slack.com", "https://slack.com/api"),
            ("https://hooks.slack.com:1@evil.example/.slack.com", "https://slack.com/api"),
            ("https://evil@hooks.slack.com/x", "https://slack.com/api"),
            ("http://hooks.slack.com/x", "https://slack.com/api"),
            ("http://127.0.0.1:99/hooks", "http://127.0.0.1:9/api"),
            ("file:///etc/passwd", "http://127.0.0.1:9/api"),
        ] {
            assert!(!safe(url, api), "{url}");
        }
    }
}
