//! How long a vector takes: `ENISHI_BENCH_E5=FILE cargo bench -p nlp --bench e5`, on one core.

use std::time::Instant;

use nlp::e5::{Model, Role};

const TEXTS: [(&str, &str); 4] = [
    ("a question, 9 words", "how do I raise the rate limit of the API?"),
    ("a question, 22 characters", "先月分の請求書はどこで受け取れますか？"),
    (
        "a message, 28 words",
        "our job at 2am dies with 429 after a few hundred calls, we just loop; should it wait as long as the header says \
         and batch the contacts instead?",
    ),
    (
        "a message, 93 characters",
        "お世話になっております。先月分の請求書がまだ届いておりませんので、ご確認のうえ再送をお願いいたします。宛先は経理部の\
         加藤でお願いします。急ぎではありませんが、月末までに必要です。",
    ),
];
const TIMES: usize = 200;

fn main() -> anyhow::Result<()> {
    let Some(file) = std::env::var_os("ENISHI_BENCH_E5") else {
        println!("skipped: ENISHI_BENCH_E5 names no file of weights");
        return Ok(());
    };
    let began = Instant::now();
    let model = Model::open(file.as_ref())?;
    println!("read in {:.0} ms\n", began.elapsed().as_secs_f64() * 1_000.0);
    println!("| {TIMES} vectors each | p50 | p95 |\n|---|---:|---:|");
    for (what, text) in TEXTS {
        let mut times = Vec::new();
        for _ in 0..TIMES {
            let began = Instant::now();
            std::hint::black_box(model.vector(Role::Query, text));
            times.push(began.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        println!("| {what} | {:.1} ms | {:.1} ms |", times[TIMES / 2], times[TIMES * 95 / 100]);
    }
    Ok(())
}
