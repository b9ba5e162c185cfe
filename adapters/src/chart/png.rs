//! A chart as a picture for chat platforms.

use std::sync::{Arc, LazyLock};

use resvg::{tiny_skia, usvg};

use super::{Chart, Paper, svg};

/// BIZ UDPGothic, cut to Latin and the characters of code page 932; its licence lies beside it.
static FONT: &[u8] = include_bytes!("../../assets/BIZUDPGothic-Regular.ttf");
/// Pixels a unit of the drawing: sharp on a phone, and far below every platform's limit of a megabyte.
const SCALE: f32 = 2.5;

static FONTS: LazyLock<Arc<usvg::fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_data(FONT.to_vec());
    fonts.set_sans_serif_family("BIZ UDPGothic");
    Arc::new(fonts)
});

/// A PNG of 900 pixels across, on white. Takes some tens of milliseconds of CPU. `None` where the drawing is too
/// large for a picture, which none of ours is.
pub fn png(chart: &Chart) -> Option<Vec<u8>> {
    let options = usvg::Options {
        fontdb: FONTS.clone(),
        font_family: "BIZ UDPGothic".to_owned(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_str(&svg(chart, Paper::Light), &options).ok()?;
    let size = tree.size().to_int_size().scale_by(SCALE)?;
    let mut picture = tiny_skia::Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut picture.as_mut());
    picture.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ChartKind, Series};

    #[test]
    fn japanese_is_drawn() {
        let chart = |name: &str| Chart {
            kind: ChartKind::Bars,
            title: name.to_owned(),
            unit: "円".to_owned(),
            labels: vec!["4月".to_owned(), "5月".to_owned()],
            series: vec![Series { name: name.to_owned(), values: vec![3.0, 5.0] }],
        };
        let (drawn, other) = (png(&chart("施策の成果")), png(&chart("対象の費用")));
        assert!(drawn.as_ref().is_some_and(|png| png.starts_with(b"\x89PNG") && png.len() < 1_000_000));
        // boxes in place of letters would make the two alike
        assert_ne!(drawn, other);
    }
}
