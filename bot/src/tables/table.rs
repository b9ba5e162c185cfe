//! A file as a table: how it is written, what its columns mean, and its rows.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use crm::{
    CampaignId,
    fields::Definition,
    imports::{Kind, Row},
};
use ring::digest;
use serde::{Deserialize, Serialize};

use super::{
    LARGEST, OwnFields, Problem,
    delimiter::delimiter,
    encoding::{self, Encoding},
    field::Field,
    header::{self, Said},
    kind,
    records::{Record, Records},
    row::{self, Rejected},
    scene::Scene,
    value,
};

/// What somebody said about a file beside what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// What its rows are; `None`: guessed from the columns.
    pub kind: Option<Kind>,
    /// Columns by header, and what they mean; `None`: left out. All others are guessed.
    pub map: Vec<Said>,
    /// The campaign of rows that name none.
    pub campaign: Option<CampaignId>,
    /// The day of rows that name none.
    pub day: Option<NaiveDate>,
}

impl Wish {
    /// Reads `列名=field`; `-` leaves the column out. Whether there is such a field is found where the file is opened.
    pub fn mapped(mut self, said: &str) -> Result<Self, Problem> {
        let (header, field) =
            said.rsplit_once(['=', '＝']).ok_or_else(|| Problem::NoField(said.to_owned(), Vec::new()))?;
        let field = match field.trim() {
            "-" | "－" | "" => None,
            word => Some(word.to_owned()),
        };
        self.map.push((header.trim().to_owned(), field));
        Ok(self)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// As the file calls it; `#3` where it has no name, `メール (2)` where one stands twice.
    pub header: String,
    /// What it means; `None`: it is left out.
    pub field: Option<Field>,
    /// The field of the tenant's own that it fills, where it means none of ours.
    pub own: Option<Definition>,
}

/// A file that can be read as a table.
#[derive(Debug, Clone)]
pub struct Table {
    /// How the text is written.
    pub encoding: Encoding,
    /// What stands between cells.
    pub delimiter: char,
    /// Lines before the header that are not blank.
    pub preamble: usize,
    /// Left to right.
    pub columns: Vec<Column>,
    /// What its rows are.
    pub kind: Kind,
    /// Somebody said so; else it was guessed.
    pub kind_said: bool,
    /// Rows under the header, blank ones left out.
    pub total: u64,
    /// SHA-256 of the file.
    pub hash: Vec<u8>,
    /// What was said about it.
    pub wish: Wish,
    text: String,
    /// Records up to and with the header.
    skip: usize,
    day_first: Option<bool>,
}

impl Table {
    /// Opens a file, whose columns may fill fields of the tenant's own. Reads it to its end: whatever is wrong with
    /// it as a whole is found here.
    pub fn open(bytes: &[u8], wish: &Wish, own: &OwnFields) -> Result<Self, Problem> {
        if bytes.len() as u64 > LARGEST {
            return Err(Problem::TooLarge(LARGEST));
        }
        let (text, encoding) = encoding::decode(bytes)?;
        if text.trim().is_empty() {
            return Err(Problem::Empty);
        }
        let delimiter = delimiter(&text);
        // a broken file is told to be broken, whatever its header
        let mut first = Vec::new();
        for (place, record) in Records::new(&text, delimiter).enumerate() {
            let record = record?;
            if !record.is_blank() && first.len() < header::LOOKED_AT {
                first.push((place, record));
            }
        }
        let (places, records): (Vec<usize>, Vec<Record>) = first.into_iter().unzip();
        let Some(at) = header::find(&records, &wish.map, own) else {
            let line = records.first().map_or_else(String::new, |record| record.cells.join(", "));
            return Err(Problem::NoHeader(crate::words::excerpt(&line, 80)));
        };
        // most tables are of people; what else a table is shows in its columns, read so
        let read = |kind| header::columns(&records[at], &wish.map, own, kind);
        let fields = |columns: &[Column]| columns.iter().filter_map(|it| it.field).collect::<BTreeSet<_>>();
        let mut columns = match (wish.kind, read(wish.kind.unwrap_or(Kind::Persons))) {
            // the name of another kind's field
            (None, Err(Problem::NoField(..))) => read(Kind::Organizations)?,
            (_, read) => read?,
        };
        let mut meant = fields(&columns);
        if header::tells_actions(&columns, &records[at + 1..]) {
            meant.insert(Field::Action);
        }
        let guessed = kind::guess(&meant);
        let Some(kind) = wish.kind.or(guessed) else { return Err(Problem::Missing(Kind::Persons)) };
        if wish.kind.is_none() && kind != Kind::Persons {
            columns = read(kind)?;
        }
        if !kind::is_enough(kind, &fields(&columns), wish.campaign.is_some(), wish.day.is_some()) {
            return Err(Problem::Missing(kind));
        }
        let mut table = Self {
            encoding,
            delimiter,
            preamble: at,
            columns,
            kind,
            kind_said: wish.kind.is_some(),
            total: 0,
            hash: digest::digest(&digest::SHA256, bytes).as_ref().to_vec(),
            wish: wish.clone(),
            text,
            skip: places[at] + 1,
            day_first: None,
        };
        table.look_over();
        if table.total == 0 { Err(Problem::NoRows) } else { Ok(table) }
    }

    /// Counts the rows, and finds which way round their dates are.
    fn look_over(&mut self) {
        let date = self.columns.iter().position(|column| column.field == Some(Field::Date));
        let (mut total, mut told) = (0, None);
        for record in self.records() {
            total += 1;
            if told.is_none() {
                told = date.and_then(|at| record.cells.get(at)).and_then(|cell| value::tells_day_first(cell));
            }
        }
        (self.total, self.day_first) = (total, told);
    }

    pub(super) fn records(&self) -> impl Iterator<Item = Record> + '_ {
        let amount = self.columns.iter().position(|column| column.field == Some(Field::Amount));
        let amount = amount.filter(|_| self.encoding.has_yen_for_backslash());
        let read = move |mut record: Record| {
            if let Some(cell) = amount.and_then(|at| record.cells.get_mut(at)) {
                *cell = encoding::with_yen(cell);
            }
            record
        };
        Records::new(&self.text, self.delimiter)
            .map_while(Result::ok)
            .skip(self.skip)
            .filter(|record| !record.is_blank())
            .map(read)
    }

    /// Every row from the one with this number on (from 0), read, or why not.
    pub fn rows<'a>(
        &'a self,
        scene: &'a Scene,
        from: u64,
    ) -> impl Iterator<Item = Result<(Row, Vec<String>), Rejected>> + 'a {
        self.records().skip(usize::try_from(from).unwrap_or(usize::MAX)).map(move |record| {
            row::read(&record, &self.columns, self.kind, self.day_first, scene).map(|row| (row, record.cells))
        })
    }

    /// The cells of the first rows.
    pub fn first(&self, rows: usize) -> Vec<Vec<String>> {
        self.records().take(rows).map(|record| record.cells).collect()
    }

    /// The headers, as rejected rows are written under.
    pub fn headers(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.header.clone()).collect()
    }
}
