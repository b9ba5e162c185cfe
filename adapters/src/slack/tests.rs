use super::{parse::tests::samples, *};
use crate::conformance;

#[tokio::test]
async fn conforms() {
    conformance::run(&Slack, &samples()).await;
}
