//! Every option with every target and minimum, each at its best size (rules RS4 and RS5).

use super::setting::Setting;
use super::variation::{least_cpu_units, room_for_a_zone, with_room_for_a_zone, with_scaling};
use crate::comparison::{Demands, OptionId, PricedOption, Study, standard_options};
use crate::parallel::{coarse_first, each};
use crate::patience::{Interrupted, Patience};
use crate::pricing::PriceBook;
use crate::scenario::{LaunchType, Scenario};

/// The targets that are looked at, percent.
pub const TARGETS: [u32; 11] = [30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80];

/// How often the least minimum is doubled.
const DOUBLINGS: u32 = 3;

/// An option that cannot be had, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnavailableOption {
    /// Which.
    pub option: OptionId,
    /// A sentence without a full stop.
    pub reason: String,
}

/// What was looked at.
#[derive(Default)]
pub(super) struct Grid {
    pub(super) settings: Vec<Setting>,
    pub(super) unavailable: Vec<UnavailableOption>,
}

/// Fargate on either architecture and EC2, on Spot where today's tasks are.
pub(super) fn options(today: LaunchType) -> [OptionId; 3] {
    match today {
        LaunchType::FargateSpot | LaunchType::Ec2Spot => {
            [OptionId::FargateSpot, OptionId::FargateSpotArm64, OptionId::Ec2Spot]
        }
        _ => [OptionId::Fargate, OptionId::FargateArm64, OptionId::Ec2OnDemand],
    }
}

/// One option.
pub(super) fn priced(study: &Study<'_>, option: OptionId) -> PricedOption {
    standard_options(study, &[option], &study.scenario.ec2).pop().expect("one option was asked for")
}

/// What the grid is of.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) alone: &'a Scenario,
    pub(super) book: &'a PriceBook,
    pub(super) demands: &'a Demands,
    pub(super) options: &'a [OptionId],
    pub(super) least_tasks: u32,
}

/// The whole grid, target by target, then minimum by minimum, then in the order of the options; of the targets as many,
/// spread evenly, as patience lasts for.
pub(super) fn grid(wanted: Wanted<'_>, patience: Patience<'_>) -> (Grid, Option<Interrupted>) {
    let order = coarse_first(TARGETS.len());
    let found = each(patience, &order, || (), |(), &place| Some((place, of_target(wanted, TARGETS[place]))));
    let mut found: Vec<(usize, Grid)> = found.into_iter().flatten().collect();
    found.sort_by_key(|(place, _)| *place);
    let interrupted = Interrupted::after(found.len(), TARGETS.len());
    let mut whole = Grid::default();
    found.into_iter().for_each(|(_, grid)| whole.add(grid));
    (whole, interrupted)
}

fn of_target(wanted: Wanted<'_>, target: u32) -> Grid {
    let Wanted { alone, book, demands, options, least_tasks } = wanted;
    let mut grid = Grid::default();
    let share = room_for_a_zone(alone);
    for min_tasks in minimums(alone, least_tasks) {
        let varied = with_scaling(alone, demands, f64::from(target) * share, min_tasks);
        let study = Study::facing(&varied, book, demands.clone());
        let before = grid.settings.len();
        for &id in options {
            grid.take(&varied, &priced(&study, id));
        }
        let least_units = least_cpu_units(&alone.services[0]);
        let is_least = |setting: &Setting| setting.meets_objective && setting.task_size.cpu_units <= least_units;
        if grid.settings[before..].iter().all(is_least) {
            break;
        }
    }
    grid
}

impl Grid {
    fn take(&mut self, varied: &Scenario, option: &PricedOption) {
        match &option.outcome {
            Ok(outcome) => self.settings.push(Setting::of(varied, option, outcome)),
            Err(unavailable) => {
                self.refuse(UnavailableOption { option: option.id, reason: unavailable.reason.clone() });
            }
        }
    }

    /// The first reason of an option stays.
    fn refuse(&mut self, refused: UnavailableOption) {
        if self.unavailable.iter().all(|known| known.option != refused.option) {
            self.unavailable.push(refused);
        }
    }

    fn add(&mut self, other: Self) {
        self.settings.extend(other.settings);
        other.unavailable.into_iter().for_each(|refused| self.refuse(refused));
    }
}

/// The least number of tasks and its doubles; 0, 1, 2 and 4 from 0.
fn minimums(alone: &Scenario, least_tasks: u32) -> Vec<u32> {
    let doubled = |doubling: u32| match (least_tasks, doubling) {
        (0, 0) => 0,
        (0, _) => 1 << (doubling - 1),
        (least, _) => least << doubling,
    };
    (0..=DOUBLINGS).map(|doubling| with_room_for_a_zone(alone, doubled(doubling))).collect()
}

/// The cheapest setting that may be recommended; ties to the higher target, the lower minimum, the earlier option.
pub(super) fn cheapest(settings: &[Setting]) -> Option<usize> {
    let allowed = settings.iter().enumerate().filter(|(_, setting)| setting.barred.is_none());
    let target = |setting: &Setting| setting.target_percent.unwrap_or_default();
    let best = allowed.min_by(|(_, one), (_, other)| {
        let by_target = target(other).total_cmp(&target(one));
        let by_name = (one.min_tasks, one.option).cmp(&(other.min_tasks, other.option));
        one.total.cmp(&other.total).then(by_target).then(by_name)
    });
    best.map(|(place, _)| place)
}

/// The setting that leaves least unserved, of several the cheapest.
pub(super) fn serves_most(settings: &[Setting]) -> Option<usize> {
    let best = settings.iter().enumerate().min_by(|(_, one), (_, other)| {
        one.not_served_percent.total_cmp(&other.not_served_percent).then(one.total.cmp(&other.total))
    });
    best.map(|(place, _)| place)
}
