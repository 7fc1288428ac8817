//! How far load may fall, in words and by purchase.

use super::super::grid::Align::{Left, Right};
use super::super::sections::Section;
use super::fall_view::{FallFigures, FallView};
use super::plan_view::share_words;

pub(super) fn fall(view: &FallView) -> Section {
    let mut section = Section::headed("How far load may fall");
    section.lead = sentence(view).into_iter().collect();
    section.columns = vec![
        ("plan", Left),
        ("term", Left),
        ("payment", Left),
        ("USD\nper hour", Right),
        ("may fall by", Right),
        ("weight of\nloss", Right),
    ];
    section.rows = view.purchases.iter().map(|purchase| row(purchase.plan.cells(), &purchase.fall)).collect();
    if section.rows.len() > 1 {
        let mut cells = vec![String::new(); 4];
        cells[0] = "all together".to_owned();
        section.rows.push(row(cells, &view.all));
        section.after = vec!["Each purchase is held against the others alone, all against none.".to_owned()];
    }
    section
}

/// `The commitments lose money if load falls by more than 34 %; …`.
fn sentence(view: &FallView) -> Option<String> {
    let (subject, loses, pronoun) = match view.purchases.len() {
        0 => return None,
        1 => ("The plan", "loses", "it"),
        _ => ("The plans together", "lose", "they"),
    };
    let limit = match (view.all.pays_at_percent, view.all.loses_at_percent) {
        (None, _) => format!("{subject} {loses} money already at the load that is planned with"),
        (Some(_), None) => format!("{subject} never {loses} money, however far load falls"),
        (Some(most), Some(_)) => format!("{subject} {loses} money if load falls by more than {most} %"),
    };
    let likelihood = view.all.loss_weight.map(|share| {
        format!("; {pronoun} {loses} money in {} of the weight of the demand scenarios", share_words(share))
    });
    Some(limit + &likelihood.unwrap_or_default() + ".")
}

fn row(mut cells: Vec<String>, fall: &FallFigures) -> Vec<String> {
    cells.push(match (fall.pays_at_percent, fall.loses_at_percent) {
        (None, _) => "loses already".to_owned(),
        (Some(_), None) => "any amount".to_owned(),
        (Some(most), Some(_)) => format!("{most} %"),
    });
    cells.push(fall.loss_weight.map_or_else(|| "-".to_owned(), share_words));
    cells
}
