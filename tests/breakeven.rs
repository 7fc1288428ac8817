//! What would change the answer: points against whole comparisons, one thread against several, surfaces against
//! single axes.

use std::num::NonZeroUsize;
use std::path::Path;

use ecsplan::comparison::{OptionId, compare};
use ecsplan::input::load_scenario;
use ecsplan::money::Money;
use ecsplan::pricing::{PriceBook, PriceTables};
use ecsplan::recommendation::breakeven::{
    Axis, AxisSpan, Contenders, Evaluator, Ground, Point, along, rules_of_thumb, span_of, surface,
};
use ecsplan::scenario::{Scenario, SimulationStep};

/// An example by the hour.
fn example(name: &str) -> (Scenario, PriceBook) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(name).join("scenario.toml");
    let tables = PriceTables::bundled();
    let mut scenario = load_scenario(&path, &tables).unwrap();
    scenario.step = SimulationStep::Hour;
    let book = PriceBook::new(&tables, &scenario.region, &scenario.prices, false).unwrap();
    (scenario, book)
}

const THREADS: NonZeroUsize = NonZeroUsize::new(2).unwrap();

#[test]
fn the_scenario_itself_costs_at_its_point_what_it_costs_in_a_comparison() {
    for name in ["shop", "steady-api", "dev-test-hours", "cluster-in-three-zones"] {
        let (scenario, book) = example(name);
        let comparison = compare(&scenario, &book);
        let contenders = Contenders::of(&scenario, &book, &comparison, false);
        let evaluated = Evaluator::new(&scenario, &book, &contenders).at(&Point::default());
        let mut compared = 0;
        for (id, cost) in &evaluated.costs {
            let total = comparison.outcome(*id).unwrap().bill.total();
            if let Ok(cost) = cost {
                assert_eq!(*cost, total, "{name}: {}", id.name());
                compared += 1;
            }
        }
        assert!(compared >= 5, "{name}: {:?}", evaluated.costs);
    }
}

fn serial<'a>(scenario: &'a Scenario, book: &'a PriceBook, contenders: &'a Contenders) -> Ground<'a> {
    Ground { scenario, book, contenders, threads: NonZeroUsize::MIN }
}

#[test]
fn threads_do_not_change_the_answer() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let one = serial(&scenario, &book, &contenders);
    let several = Ground { threads: NonZeroUsize::new(3).unwrap(), ..one };
    for axis in [Axis::Traffic, Axis::Packing] {
        let span = span_of(axis, &scenario, &contenders).unwrap();
        assert!(along(one, span, 9) == along(several, span, 9), "{axis:?}");
    }
    let spans = [Axis::Traffic, Axis::Packing].map(|axis| span_of(axis, &scenario, &contenders).unwrap());
    assert!(surface(one, spans[0], spans[1], 4) == surface(several, spans[0], spans[1], 4));
}

#[test]
fn a_surface_has_the_costs_of_its_axes_and_is_its_own_mirror() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let ground = serial(&scenario, &book, &contenders);
    let spans = [Axis::Traffic, Axis::Price].map(|axis| span_of(axis, &scenario, &contenders).unwrap());
    let found = surface(ground, spans[0], spans[1], 3);
    // The middle of either axis is the scenario's own position, so the middle row and column are single axes.
    let [across, up] = spans.map(|span| along(ground, span, 3));
    for (index, share) in [0.0, 0.5, 1.0].into_iter().enumerate() {
        let at = |line: &ecsplan::recommendation::breakeven::AlongAxis| {
            line.places.iter().find(|place| (place.share - share).abs() < 1e-9).unwrap().evaluated.clone()
        };
        assert_eq!(found.cells[1][index], at(&across), "column {index}");
        assert_eq!(found.cells[index][1], at(&up), "row {index}");
    }
    assert_eq!(found.cells[1][1], found.own);
    let mirrored = surface(ground, spans[1], spans[0], 3);
    for row in 0..3 {
        for column in 0..3 {
            assert_eq!(found.cells[row][column], mirrored.cells[column][row]);
        }
    }
}

#[test]
fn repricing_packs_and_marks_down_as_the_axis_says() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let mut evaluator = Evaluator::new(&scenario, &book, &contenders);
    let own = evaluator.at(&Point::default());
    let cost = |point: Point, evaluator: &mut Evaluator<'_>, id: OptionId| evaluator.at(&point).cost(id).unwrap();
    // Twice as full halves what instances cost, and leaves everything else.
    let packing = contenders.packing.unwrap();
    let half = cost(Point::default().with(Axis::Packing, packing / 2.0), &mut evaluator, OptionId::Ec2OnDemand);
    let third = cost(Point::default().with(Axis::Packing, packing / 3.0), &mut evaluator, OptionId::Ec2OnDemand);
    let instances = half - own.cost(OptionId::Ec2OnDemand).unwrap();
    let more = third - half;
    let gap = (instances - more).picodollars().abs();
    assert!(instances > Money::ZERO && gap < instances.picodollars() / 100_000, "{instances:?} {more:?}");
    // Fargate's cost stays.
    for axis in [Axis::Packing, Axis::Price] {
        let point = Point::default().with(axis, 1.4);
        assert_eq!(evaluator.at(&point).cost(OptionId::Fargate), own.cost(OptionId::Fargate), "{axis:?}");
    }
}

#[test]
fn the_rule_of_thumb_is_where_both_cost_the_same() {
    let (scenario, book) = example("steady-api");
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let ground = serial(&scenario, &book, &contenders);
    let rules = rules_of_thumb(ground);
    assert_eq!(rules.iter().map(|rule| rule.with_plans).collect::<Vec<_>>(), [false, true]);
    for rule in rules {
        let ecsplan::recommendation::breakeven::Threshold::At(percent) = rule.threshold else { continue };
        let mut evaluator = Evaluator::new(&scenario, &book, &contenders);
        let mut at =
            |percent: f64| evaluator.at(&Point::default().with(Axis::Packing, percent)).cost(rule.ec2.0).unwrap();
        assert!(at(percent) < rule.fargate.1 && at(percent - 0.1) >= rule.fargate.1, "{rule:?}");
    }
}
