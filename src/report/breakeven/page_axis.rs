//! What a break-even along one axis says.

use super::page::{Content, Page, Part, number};
use super::view::BreakevenView;
use crate::comparison::OptionId;
use crate::recommendation::breakeven::{
    AlongAxis, Axis, PUBLISHED_PERCENT, Place, RuleOfThumb, Threshold, WinnerChange,
};
use crate::report::InterruptedView;
use crate::report::grid::Align;
use crate::report::section_options::currency_words;
use crate::report::words;

pub(super) fn page(view: &BreakevenView, along: &AlongAxis) -> Page {
    let mut parts = vec![changes(view, along), segments(view, along)];
    parts.extend(thumbs(view));
    parts.push(assumed(view));
    Page { opening: opening(view, along), warnings: view.result.warnings.clone(), parts }
}

/// Title, the scenario's own position, and how far it is from the next change.
fn opening(view: &BreakevenView, along: &AlongAxis) -> Vec<String> {
    let axis = along.span.axis;
    let mut lines = vec![title(view, axis.name())];
    let interrupted = view.interrupted();
    lines.extend(interrupted.as_ref().map(InterruptedView::sentence));
    lines.push(own(view, along));
    let (below, above) = along.nearest();
    let distances: Vec<String> =
        [below.map(|change| distance(along, change, true)), above.map(|change| distance(along, change, false))]
            .into_iter()
            .flatten()
            .collect();
    lines.push(if distances.is_empty() {
        let (low, high) = (number(along.span.low), number(along.span.high));
        match along.interrupted {
            None => format!("Nothing changes that from {low} to {high}."),
            Some(_) => format!("No point looked at from {low} to {high} changes that."),
        }
    } else {
        format!("It changes {}.", distances.join(", and "))
    });
    lines.push(format!("Prices: {}.", words::tables_version(&view.result)));
    lines
}

pub(super) fn title(view: &BreakevenView, over: &str) -> String {
    let scenario = &view.result.scenario;
    format!(
        "{}: break-even over {over}, {}, {}, {}",
        scenario.name,
        scenario.region,
        words::horizon(&view.result),
        currency_words(&view.result)
    )
}

fn own(view: &BreakevenView, along: &AlongAxis) -> String {
    let at = format!("At the scenario's own {} ({})", along.span.axis.name(), value(along.span.axis, along.own.value));
    match along.own.evaluated.cheapest() {
        Some((cost, id)) => format!("{at}, {} is the cheapest: {} a month.", id.name(), view.monthly(cost)),
        None => format!("{at}, no option may be chosen."),
    }
}

/// Where a change lies, as seen from the scenario.
fn distance(along: &AlongAxis, change: &WinnerChange, is_below: bool) -> String {
    let (near, far) = if is_below { (&change.above, &change.below) } else { (&change.below, &change.above) };
    let axis = along.span.axis;
    let way = if is_below { "down" } else { "up" };
    if change.is_band() && change.below.share < along.own.share && along.own.share < change.above.share {
        return format!(
            "so often between {} and {} that the scenario's own position is too close to call",
            value(axis, change.below.value),
            value(axis, change.above.value)
        );
    }
    let moved = moved(axis, along.own.value, far.value);
    let at = format!("{way} at {} to {} ({moved})", value(axis, near.value), value(axis, far.value));
    if near.evaluated.winner() == far.evaluated.winner() {
        return format!("{at}, where it is too close to call among {}", names_of(change).join(" and "));
    }
    format!("{at}, to {}", winner(far.evaluated.winner()))
}

/// Who wins somewhere in a band.
fn names_of(change: &WinnerChange) -> Vec<String> {
    let mut names: Vec<String> = change.winners.iter().map(|id| winner(*id)).collect();
    names.sort();
    names.dedup();
    names
}

/// How far a value is from another, in the unit of the axis or as a ratio.
fn moved(axis: Axis, from: f64, to: f64) -> String {
    match axis {
        Axis::Traffic | Axis::Performance | Axis::Price => format!("{:+.1} %", 100.0 * (to / from - 1.0)),
        Axis::Packing | Axis::SpotDiscount | Axis::Growth => format!("{:+.2} points", to - from),
        Axis::OpsHours => format!("{:+.2} hours", to - from),
    }
}

/// A value with its unit.
pub(super) fn value(axis: Axis, value: f64) -> String {
    match axis {
        Axis::Traffic | Axis::Price => format!("{} times", number(value)),
        Axis::Performance => number(value),
        Axis::Packing | Axis::SpotDiscount => format!("{} %", number(value)),
        Axis::Growth => format!("{} % a month", number(value)),
        Axis::OpsHours => format!("{} hours a month", number(value)),
    }
}

fn winner(id: Option<OptionId>) -> String {
    id.map_or_else(|| "no option".to_owned(), |id| id.name().to_owned())
}

/// Every change of winner, with both costs on both sides.
fn changes(view: &BreakevenView, along: &AlongAxis) -> Part {
    let heading = format!("Changes of winner ({} per month)", view.currency().code());
    if along.changes.is_empty() {
        return Part { heading, lead: vec!["none".to_owned()], ..Part::default() };
    }
    let columns = vec![
        (along.span.axis.name(), Align::Right),
        ("winner", Align::Left),
        ("costs", Align::Right),
        ("on the other side", Align::Left),
        ("costs", Align::Right),
    ];
    let mut rows = Vec::new();
    let mut bands = Vec::new();
    for change in &along.changes {
        let [below, above] = [&change.below, &change.above].map(|place| place.evaluated.winner());
        let [past_below, past_above] = change.rivals();
        rows.push(row(view, &change.below, below, past_below));
        rows.push(row(view, &change.above, above, past_above));
        if change.is_band() {
            bands.push(band(along, change));
        }
    }
    Part { heading, lead: bands, content: Content::Table(columns, rows), after: Vec::new() }
}

fn row(view: &BreakevenView, place: &Place, own: Option<OptionId>, other: Option<OptionId>) -> Vec<String> {
    let cost = |id: Option<OptionId>| {
        let cost = id.and_then(|id| place.evaluated.cost(id));
        cost.map_or_else(|| "–".to_owned(), |cost| view.monthly(cost))
    };
    vec![number(place.value), winner(own), cost(own), winner(other), cost(other)]
}

fn band(along: &AlongAxis, change: &WinnerChange) -> String {
    let axis = along.span.axis;
    format!(
        "from {} to {} it is too close to call: the winner changes {} times among {}",
        number(change.below.value),
        value(axis, change.above.value),
        change.winners.len() - 1,
        names_of(change).join(", ")
    )
}

/// Who wins where.
fn segments(view: &BreakevenView, along: &AlongAxis) -> Part {
    let columns = vec![("from", Align::Right), ("to", Align::Right), ("winner", Align::Left), ("costs", Align::Right)];
    let alike = |one: &Place, other: &Place| one.evaluated.winner() == other.evaluated.winner();
    let rows = along.places.chunk_by(alike).map(|places| {
        let (first, last) = (&places[0], &places[places.len() - 1]);
        let costs = [first, last].map(|place| place.evaluated.cheapest().map(|(cost, _)| view.monthly(cost)));
        let costs = match costs {
            [Some(first), Some(last)] if first != last => format!("{first} to {last}"),
            [Some(first), _] => first,
            _ => "–".to_owned(),
        };
        vec![number(first.value), number(last.value), winner(first.evaluated.winner()), costs]
    });
    let axis = along.span.axis;
    Part {
        heading: format!("Who wins where, along {}", axis.name()),
        lead: vec![
            format!("{}: {}", axis.name(), axis.words()),
            format!("from {} to {}: {}", number(along.span.low), number(along.span.high), axis.range_reason()),
            format!("{} points in steps of {}", along.places.len(), view.step_name()),
        ],
        content: Content::Table(columns, rows.collect()),
        after: Vec::new(),
    }
}

/// The published rule of thumb beside what it should have been.
pub(super) fn thumbs(view: &BreakevenView) -> Option<Part> {
    let rules = view.rules.as_ref().filter(|rules| !rules.is_empty())?;
    let columns = vec![
        ("", Align::Left),
        ("EC2", Align::Left),
        ("costs", Align::Right),
        ("Fargate", Align::Left),
        ("costs", Align::Right),
        ("EC2 is cheaper", Align::Left),
    ];
    let row = |rule: &RuleOfThumb| {
        let bought = if rule.with_plans { "with plans" } else { "on demand" };
        let threshold = match rule.threshold {
            Threshold::At(percent) => format!("from {percent:.1} % on"),
            Threshold::AlwaysCheaper => "even at 5 %".to_owned(),
            Threshold::NeverCheaper => "not even at 100 %".to_owned(),
        };
        vec![
            bought.to_owned(),
            rule.ec2.0.name().to_owned(),
            view.monthly(rule.ec2.1),
            rule.fargate.0.name().to_owned(),
            view.monthly(rule.fargate.1),
            threshold,
        ]
    };
    let (low, high) = PUBLISHED_PERCENT;
    let here = rules[0].here_percent;
    Some(Part {
        heading: "The rule of thumb, for this workload and region".to_owned(),
        lead: vec![
            format!("published: EC2 is cheaper than Fargate once tasks reserve {low} to {high} % of the instances"),
            format!("the tasks here reserve {here:.1} %"),
        ],
        content: Content::Table(columns, rules.iter().map(row).collect()),
        after: Vec::new(),
    })
}

/// What points assume.
pub(super) fn assumed(view: &BreakevenView) -> Part {
    let sentence = |it: crate::scenario::Assumption| format!("{} = {}: {}", it.key, it.value, it.reason);
    let mut lead: Vec<String> = view.assumptions().into_iter().map(sentence).collect();
    lead.push("what runs today (current) is not among the options compared".to_owned());
    Part { heading: "Assumed at every point".to_owned(), lead, ..Part::default() }
}
