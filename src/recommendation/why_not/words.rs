//! The reasons in sentences.

use super::{Because, BoughtOtherwise, Dearer, Missed, MissedObjective, Packing, SpotShare, WhyNot};
use crate::bill::ChargeKind;
use crate::comparison::WasteCategory;
use crate::recommendation::Sentence;

impl WhyNot {
    /// The reason, a sentence without a full stop.
    #[must_use]
    pub fn sentence(&self) -> Sentence {
        match self {
            Self::Unavailable(reason) | Self::MissingPrice(reason) => Sentence::of(reason.clone()),
            Self::MissesObjective(missed) => Sentence::of(missed_words(missed)),
            Self::Spot(share) => Sentence::of(spot_words(share)),
            Self::Credits(instance_type) => {
                Sentence::of(format!("the CPU credits of `{instance_type}` are not simulated"))
            }
            Self::Term(_) => Sentence::of("its plan outlasts the horizon and `horizon.continues` is false".to_owned()),
            Self::SameCost(winner) => {
                Sentence::of(format!("it costs what `{}` costs, which stands first", winner.name()))
            }
            Self::BoughtOtherwise(option) => bought_otherwise_sentence(option),
            Self::Dearer(dearer) => dearer_sentence(dearer),
        }
    }

    /// The same as text; amounts, if any, in US dollars.
    pub(in crate::recommendation) fn reason(&self) -> String {
        self.sentence().to_string()
    }
}

fn missed_words(missed: &MissedObjective) -> String {
    let MissedObjective { service, found, allowed, .. } = missed;
    match missed.missed {
        Missed::NotServedPercent => {
            format!("`{service}` leaves {found:.3} % of requests unserved and may leave {allowed} %")
        }
        Missed::MinutesShort => {
            format!("`{service}` is short of capacity for {found} minutes and may be for {allowed}")
        }
        Missed::LatePercent => {
            format!("`{service}` answers {found:.3} % of requests in late minutes and may {allowed} %")
        }
    }
}

fn spot_words(share: &SpotShare) -> String {
    let SpotShare { workload, percent, allowed_percent } = share;
    if *allowed_percent > 0.0 {
        format!(
            "{percent:.1} % of `{workload}` is on Spot, {allowed_percent} % are allowed and it is not marked `interruptible`"
        )
    } else {
        format!("`{workload}` is not marked `interruptible`")
    }
}

fn bought_otherwise_sentence(option: &BoughtOtherwise) -> Sentence {
    let plans: Vec<String> = option.plans.iter().map(|plan| format!("`{plan}`")).collect();
    let how =
        if plans.is_empty() { "without plans of its own".to_owned() } else { format!("under {}", plans.join(", ")) };
    Sentence::of("it costs ")
        .amount(option.difference)
        .words(format!(" ({:.1} %) more over the horizon: the same capacity {how}", option.percent))
}

fn dearer_sentence(dearer: &Dearer) -> Sentence {
    let sentence = Sentence::of("it costs ")
        .amount(dearer.difference)
        .words(format!(" ({:.1} %) more over the horizon, above all for {}: ", dearer.percent, dearer.because.words()))
        .amount(dearer.more)
        .words(" more");
    match &dearer.packing {
        Some(packing) => sentence.words(format!("; {}", packing.words())),
        None => sentence,
    }
}

impl Because {
    fn words(self) -> &'static str {
        match self {
            Self::Waste(category) => category_words(category),
            Self::Charge(kind) => match kind {
                ChargeKind::Compute => "compute",
                ChargeKind::Storage => "storage",
                ChargeKind::Network => "network",
                ChargeKind::Observability => "observability",
                ChargeKind::Extra => "extra lines",
                ChargeKind::Tax => "tax",
                ChargeKind::PeoplesTime => "people's time",
            },
        }
    }
}

/// What a category is, in the middle of a sentence.
const fn category_words(category: WasteCategory) -> &'static str {
    match category {
        WasteCategory::UsefulWork => "the compute that does the work (its price)",
        WasteCategory::TaskSize => "what the task size rounds up",
        WasteCategory::Fragmentation => "room on instances that no task can use",
        WasteCategory::Headroom => "headroom above the work",
        WasteCategory::ScaleInTail => "capacity kept after demand fell, or spread out",
        WasteCategory::StartUp => "starting tasks and instances",
        WasteCategory::DeploymentOverlap => "deployments",
        WasteCategory::AvailabilityFloor => "what minimums and zones keep running",
        WasteCategory::AgentAndDaemons => "agent, daemons and sidecars",
        WasteCategory::UnusedCommitment => "commitment that is not used",
        WasteCategory::ImagePulls => "image pulls",
    }
}

impl Packing {
    fn words(&self) -> String {
        let (idle, resource) = self.idle();
        format!(
            "a `{}` holds {} of its largest tasks, limited by {}; {idle:.0} % of the {resource} is idle",
            self.instance_type, self.tasks_per_instance, self.limit
        )
    }
}
