//! Searches that are told to end: what they have by then is right, says so, and is written whole.

use std::num::NonZeroUsize;
use std::sync::atomic::AtomicUsize;

use ecsplan::comparison::{Comparison, OptionId, compare, compare_within};
use ecsplan::patience::{Interrupted, Patience};
use ecsplan::pricing::PriceBook;
use ecsplan::recommendation::breakeven::{
    AlongAxis, Axis, AxisSpan, Contenders, Ground, Surface, along, rules_of_thumb, span_of, surface,
};
use ecsplan::recommendation::monte_carlo::monte_carlo;
use ecsplan::recommendation::sensitivity::{Input, sensitivities};
use ecsplan::recommendation::{FirstChoice, Verdict, first_choice, recommend, recommend_within};
use ecsplan::report::{DisplayCurrency, ResultView, Style, render_json, render_table, result_schema};
use ecsplan::scenario::Scenario;

use crate::breakeven::{SMALL, read_by_the_hour, serial};
use crate::command::Workplace;

/// A small scenario and the options that may be had.
struct Small {
    scenario: Scenario,
    book: PriceBook,
    contenders: Contenders,
}

impl Small {
    fn read() -> Self {
        let place = Workplace::with(SMALL);
        let (scenario, book) = read_by_the_hour(&place.path("scenario.toml"));
        let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
        Self { scenario, book, contenders }
    }

    /// With one thread, so that the questions of the first points come first.
    fn ground(&self) -> Ground<'_> {
        serial(&self.scenario, &self.book, &self.contenders)
    }

    fn span(&self, axis: Axis) -> AxisSpan {
        span_of(axis, &self.scenario, &self.contenders).unwrap()
    }
}

/// What a search ends with when it may ask so many questions.
fn after<T>(questions: usize, search: impl FnOnce(Patience<'_>) -> T) -> T {
    let questions = AtomicUsize::new(questions);
    search(Patience::for_questions(&questions))
}

#[test]
fn the_points_along_an_axis_are_some_of_all_and_spread_over_it() {
    let small = Small::read();
    let (ground, span) = (small.ground(), small.span(Axis::Traffic));
    let whole = along(ground, span, 17);
    assert_eq!(whole.interrupted, None);
    for questions in [0, 5, 15] {
        let found: AlongAxis = after(questions, |patience| along(Ground { patience, ..ground }, span, 17));
        let Some(Interrupted { done, of }) = found.interrupted else { panic!("{questions}: {found:?}") };
        // The scenario itself is evaluated in any case.
        assert_eq!((done, found.places.len()), (questions + 1, questions + 1));
        assert!(of > done && found.own == whole.own, "{questions}: {of}");
        assert!(found.places.iter().all(|place| whole.places.contains(place)));
        let gaps = found.places.windows(2).map(|pair| pair[1].share - pair[0].share);
        let widest = gaps.fold(0.0, f64::max);
        assert!(questions < 5 || widest <= 0.3, "{questions}: {widest}");
        for change in &found.changes {
            assert_ne!(change.below.evaluated.winner(), change.above.evaluated.winner());
        }
    }
    assert!(whole == after(100_000, |patience| along(Ground { patience, ..ground }, span, 17)));
}

#[test]
fn a_surface_has_whole_columns_with_the_costs_of_the_whole_one() {
    let small = Small::read();
    let (ground, [traffic, packing]) = (small.ground(), [Axis::Traffic, Axis::Packing].map(|axis| small.span(axis)));
    for (across, up) in [(traffic, packing), (packing, traffic)] {
        let whole = surface(ground, across, up, 5);
        assert_eq!(whole.interrupted, None);
        for lines in [0, 1, 3] {
            let found: Surface = after(lines, |patience| surface(Ground { patience, ..ground }, across, up, 5));
            assert_eq!(found.interrupted, Some(Interrupted { done: 5 * lines, of: 25 }));
            assert_eq!(found.columns.len() * found.rows.len(), 5 * lines);
            assert!(found.own == whole.own && found.columns.is_sorted() && found.rows.is_sorted());
            let place = |values: &[f64], value: f64| values.iter().position(|known| known.total_cmp(&value).is_eq());
            for (row, cells) in found.cells.iter().enumerate() {
                for (column, cell) in cells.iter().enumerate() {
                    let place = (place(&whole.rows, found.rows[row]), place(&whole.columns, found.columns[column]));
                    let (Some(row), Some(column)) = place else { panic!("{place:?}") };
                    assert_eq!(*cell, whole.cells[row][column]);
                }
            }
        }
    }
}

#[test]
fn runs_up_to_the_end_are_those_of_a_shorter_question() {
    let small = Small::read();
    let ground = small.ground();
    for questions in [0, 1, 30, 59] {
        let found = after(questions, |patience| monte_carlo(Ground { patience, ..ground }, 60, 3));
        assert_eq!(found.interrupted, Some(Interrupted { done: found.runs, of: 60 }));
        // A question for every portion and for every further run of it.
        assert!(found.runs <= questions && questions - found.runs <= 3, "{questions}: {}", found.runs);
        let shorter = monte_carlo(ground, found.runs, 3);
        assert_eq!((found.options, found.without_winner), (shorter.options, shorter.without_winner));
    }
    let three = NonZeroUsize::new(3).unwrap();
    let found = after(40, |patience| monte_carlo(Ground { patience: patience.in_threads(three), ..ground }, 60, 3));
    assert_eq!(found.interrupted, Interrupted::after(found.runs, 60));
    let cheapest: usize = found.options.iter().map(|option| option.cheapest_runs).sum();
    assert_eq!(cheapest + found.without_winner, found.runs);
}

#[test]
fn runs_of_demand_scenarios_that_are_left_have_all_of_them() {
    let uncertain = format!(
        "{SMALL}\n[[uncertainty.scenario]]\nname = \"low\"\nweight = 1\ngrowth_percent_per_year = -50\n\
         [[uncertainty.scenario]]\nname = \"high\"\nweight = 1\ngrowth_percent_per_year = 50\n"
    );
    let place = Workplace::with(&uncertain);
    let (scenario, book) = read_by_the_hour(&place.path("scenario.toml"));
    let contenders = Contenders::of(&scenario, &book, &compare(&scenario, &book), false);
    let ground = serial(&scenario, &book, &contenders);
    let found = after(2, |patience| monte_carlo(Ground { patience, ..ground }, 100, 1));
    assert_eq!(found.interrupted, Some(Interrupted { done: 50, of: 100 }));
    let shorter = monte_carlo(ground, 50, 1);
    assert_eq!(found.options, shorter.options);
}

#[test]
fn every_input_is_moved_or_absent_or_not_looked_at() {
    let small = Small::read();
    let ground = small.ground();
    let whole = sensitivities(ground);
    assert!(whole.interrupted().is_none() && whole.not_looked_at.is_empty());
    let mut counts = Vec::new();
    for questions in [0, 20, 60] {
        let found = after(questions, |patience| sensitivities(Ground { patience, ..ground }));
        assert!(found.inputs.iter().all(|input| whole.inputs.contains(input)), "{questions}");
        assert!(found.absent.iter().all(|input| whole.absent.contains(input)), "{questions}");
        let looked_at = found.inputs.len() + found.absent.len();
        assert_eq!(looked_at + found.not_looked_at.len(), Input::ALL.len());
        assert_eq!(found.interrupted(), Some(Interrupted { done: looked_at, of: Input::ALL.len() }));
        counts.push(looked_at);
    }
    assert!(counts[0] == 0 && counts.is_sorted() && counts[2] > 0, "{counts:?}");
}

#[test]
fn rules_of_thumb_are_all_there_or_none() {
    let small = Small::read();
    let ground = small.ground();
    assert!(rules_of_thumb(ground).is_some_and(|rules| rules.len() == 2));
    for questions in [0, 3, 5] {
        assert_eq!(after(questions, |patience| rules_of_thumb(Ground { patience, ..ground })), None);
    }
}

/// The options that are not those of the whole comparison.
fn others<'a>(part: &'a Comparison, whole: &Comparison) -> Vec<&'a ecsplan::comparison::PricedOption> {
    part.options.iter().zip(&whole.options).filter(|(one, other)| one != other).map(|(one, _)| one).collect()
}

#[test]
fn options_looked_at_are_as_they_are_and_the_others_say_that_they_were_not() {
    let Small { scenario, book, .. } = Small::read();
    let whole = compare(&scenario, &book);
    assert_eq!(whole.interrupted, None);
    let count = whole.options.len();
    let validator = jsonschema::draft202012::new(&result_schema()).unwrap();
    for questions in [0, 2, count - 1] {
        let part = after(questions, |patience| compare_within(&scenario, &book, patience));
        assert_eq!(part.interrupted, Some(Interrupted { done: questions, of: count }));
        let others = others(&part, &whole);
        assert_eq!(others.len(), count - questions);
        assert!(others.iter().all(|option| option.is_not_looked_at()));
        let view = ResultView::new(&scenario, book.version(), DisplayCurrency::usd(), &part, None);
        let json: serde_json::Value = serde_json::from_str(&render_json(&view)).unwrap();
        let problems: Vec<String> = validator.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(problems, [""; 0]);
        assert_eq!(json["interrupted"]["done"], questions);
        assert_eq!(json["interrupted"]["not_looked_at"].as_array().unwrap().len(), count - questions);
        let text = render_table(&view, Style { quiet: true, ..Style::default() });
        let sentence = format!("Interrupted: this is the best so far, from {questions} of {count} options.");
        assert!(text.lines().nth(1).unwrap().starts_with(&sentence), "{text}");
    }
    assert!(after(count, |patience| compare_within(&scenario, &book, patience)) == whole);
}

#[test]
fn the_best_so_far_is_recommended_with_the_changes_that_were_looked_for() {
    let Small { scenario, book, .. } = Small::read();
    let whole = compare(&scenario, &book);
    let part = after(3, |patience| compare_within(&scenario, &book, patience));
    let FirstChoice::Recommended(best) = first_choice(&scenario, &part) else { panic!("fargate may be chosen") };
    let cost = |comparison: &Comparison, id: OptionId| comparison.outcome(id).unwrap().bill.total();
    for option in part.options.iter().filter(|option| option.outcome.is_ok()) {
        assert!(cost(&part, best) <= cost(&whole, option.id), "{}", option.id.name());
    }
    let Verdict::Recommended(full) = recommend(&scenario, &book, &whole) else { panic!("something may be chosen") };
    let hurried = after(0, |patience| recommend_within(&scenario, &book, &whole, patience));
    let Verdict::Recommended(hurried) = hurried else { panic!("the same may be chosen") };
    assert_eq!(
        (hurried.option, &hurried.reasons, &hurried.differences),
        (full.option, &full.reasons, &full.differences)
    );
    assert!(hurried.changes.iter().all(|change| full.changes.contains(change)));
}

#[cfg(unix)]
mod on_a_terminal {
    use std::fs::File;
    use std::io::Read as _;
    use std::os::fd::OwnedFd;
    use std::process::{Child, Stdio};

    use rustix::fs::{Mode, OFlags};
    use rustix::process::{Pid, Signal, kill_process};
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    use super::{SMALL, Workplace};
    use ecsplan::report::monte_carlo_schema;

    /// A run whose standard error is a terminal.
    struct Terminal {
        child: Child,
        screen: File,
        shown: String,
    }

    /// What it came to.
    struct Ended {
        code: Option<i32>,
        stdout: String,
        shown: String,
    }

    impl Terminal {
        fn run(place: &Workplace, arguments: &str) -> Self {
            let screen = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
            grantpt(&screen).unwrap();
            unlockpt(&screen).unwrap();
            let name = ptsname(&screen, Vec::new()).unwrap();
            let terminal: OwnedFd = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).unwrap();
            let child = place.start(arguments, Stdio::piped(), Stdio::from(terminal));
            Self { child, screen: File::from(screen), shown: String::new() }
        }

        /// Waits until the terminal shows `words`.
        fn wait_for(&mut self, words: &str) {
            let mut bytes = [0; 256];
            while !self.shown.contains(words) {
                let count = self.screen.read(&mut bytes).unwrap_or(0);
                assert!(count > 0, "it ended without `{words}`: {}", self.shown);
                self.shown.push_str(&String::from_utf8_lossy(&bytes[..count]));
            }
        }

        fn press_ctrl_c(&self) {
            // It may have ended by itself.
            let _ = kill_process(Pid::from_child(&self.child), Signal::INT);
        }

        fn ended(mut self) -> Ended {
            let mut screen = self.screen;
            let rest = std::thread::spawn(move || {
                let (mut rest, mut bytes) = (Vec::new(), [0; 256]);
                // A terminal that nobody has open any more is an error on Linux.
                while let Ok(count @ 1..) = screen.read(&mut bytes) {
                    rest.extend_from_slice(&bytes[..count]);
                }
                rest
            });
            let output = self.child.wait_with_output().unwrap();
            self.shown.push_str(&String::from_utf8_lossy(&rest.join().unwrap()));
            let stdout = String::from_utf8(output.stdout).unwrap();
            Ended { code: output.status.code(), stdout, shown: self.shown }
        }
    }

    /// Runs enough to last for minutes.
    const LONG: &str = "montecarlo scenario.toml --runs 50000 --format json";

    #[test]
    fn ctrl_c_ends_a_search_with_the_best_so_far() {
        let place = Workplace::with(SMALL);
        let mut terminal = Terminal::run(&place, LONG);
        terminal.wait_for("evaluating 50000 runs … 1 %");
        terminal.press_ctrl_c();
        let Ended { code, stdout, shown } = terminal.ended();
        assert_eq!(code, Some(130), "{shown}");
        let found: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        let validator = jsonschema::draft202012::new(&monte_carlo_schema()).unwrap();
        assert!(validator.is_valid(&found));
        let interrupted = &found["interrupted"];
        let done = interrupted["done"].as_u64().unwrap();
        assert!((500..50_000).contains(&done) && interrupted["of"] == 50_000 && found["runs"] == done, "{interrupted}");
        assert!(shown.contains("interrupted: ending with the best so far"), "{shown}");
        // The progress line is gone.
        assert!(shown.ends_with("\r\u{1b}[K"), "{shown:?}");
    }

    #[test]
    fn a_second_ctrl_c_ends_at_once_and_leaves_nothing_half_written() {
        let place = Workplace::with(SMALL);
        let mut terminal = Terminal::run(&place, LONG);
        terminal.wait_for("evaluating 50000 runs");
        terminal.press_ctrl_c();
        terminal.wait_for("Ctrl-C again ends at once");
        terminal.press_ctrl_c();
        let Ended { code, stdout, shown } = terminal.ended();
        assert_eq!(code, Some(130), "{shown}");
        assert!(stdout.is_empty() || serde_json::from_str::<serde_json::Value>(&stdout).is_ok(), "{stdout}");
    }

    #[test]
    fn progress_is_shown_on_a_terminal_only_and_goes_away() {
        let place = Workplace::with(SMALL);
        let Ended { code, shown, .. } = Terminal::run(&place, "montecarlo scenario.toml --runs 50").ended();
        assert_eq!(code, Some(0));
        assert!(shown.contains("evaluating 50 runs …") && shown.ends_with("\r\u{1b}[K"), "{shown:?}");
        let run = place.run("montecarlo scenario.toml --runs 50").ends(0);
        assert_eq!(run.stderr, "");
    }
}
