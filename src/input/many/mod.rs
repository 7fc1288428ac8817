//! Many scenarios at once: the files of a folder, or the rows of a CSV of services.
//!
//! Nothing but texts of rows and paths is kept: a scenario is read when it is asked for, so that profiles of thousands
//! of services are never in memory together.

mod columns;
mod facts;
mod in_common;
mod row_document;
mod services_file;

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

pub use facts::{CommonAssumption, ScenarioSummary, SetFacts};

use super::files::{LARGEST_PROFILE, is_folder, load_with, read_text, scenario_files};
use crate::diagnostic::Diagnostics;
use crate::pricing::PriceBooks;
use crate::scenario::Scenario;
use facts::{Gathered, Read};
use services_file::{NamedText, ServicesFile, nothing_found};

/// Problems of one kind that are shown of a file.
const SHOWN_OF_A_KIND: usize = 10;

/// Scenarios that are read by a thread at a time.
const PORTION: usize = 64;

/// Scenarios that are planned together.
pub struct ScenarioSet {
    from: From,
    books: PriceBooks,
}

enum From {
    Files { folder: PathBuf, files: Vec<PathBuf> },
    Rows { folder: PathBuf, file: Box<ServicesFile> },
}

impl ScenarioSet {
    /// The scenarios of a folder (its `*.toml` files and the `scenario.toml` of each folder in it, by path), one, or those of a CSV
    /// of services, with `defaults` for keys that its rows leave out.
    ///
    /// # Errors
    /// What cannot be read, and what is wrong with the file of services as a whole.
    pub fn open(path: &Path, defaults: Option<&Path>, books: PriceBooks) -> Result<Self, Diagnostics> {
        let named = |path: &Path| {
            let name = path.to_string_lossy().into_owned();
            match read_text(path, LARGEST_PROFILE) {
                Ok(text) => Ok(NamedText { name, text }),
                Err(error) => Err(Diagnostics::of(error.diagnostic(&name))),
            }
        };
        if is_folder(path) {
            let name = path.to_string_lossy();
            let files = scenario_files(path).map_err(|error| Diagnostics::of(error.diagnostic(&name)))?;
            if files.is_empty() {
                return Err(nothing_found(&name));
            }
            return Ok(Self { from: From::Files { folder: path.to_owned(), files }, books });
        }
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        if path.extension().is_some_and(|extension| extension == "toml") {
            return Ok(Self { from: From::Files { folder, files: vec![path.to_owned()] }, books });
        }
        let file = Box::new(ServicesFile::new(named(path)?, defaults.map(named).transpose()?)?);
        Ok(Self { from: From::Rows { folder, file }, books })
    }

    /// How many scenarios.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.from {
            From::Files { files, .. } => files.len(),
            From::Rows { file, .. } => file.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The price books of the scenarios.
    #[must_use]
    pub const fn books(&self) -> &PriceBooks {
        &self.books
    }

    /// Where a scenario comes from: its path from the folder, or its line in the file of services.
    #[must_use]
    pub fn source(&self, index: usize) -> String {
        match &self.from {
            From::Files { folder, files } => {
                let path = &files[index];
                path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned()
            }
            From::Rows { file, .. } => file.source(index),
        }
    }

    /// Reads a scenario.
    ///
    /// # Errors
    /// Every problem found in it.
    pub fn read(&self, index: usize) -> Result<Scenario, Diagnostics> {
        match &self.from {
            From::Files { files, .. } => load_with(&files[index], &self.books),
            From::Rows { folder, file } => {
                let read_profile = |profile: &str| read_text(&folder.join(profile), LARGEST_PROFILE);
                file.read(index, &read_profile, &self.books)
            }
        }
    }

    /// Reads every scenario once, to find all problems at once, and what they have in common.
    ///
    /// # Errors
    /// Every problem of every scenario, and settings that are not the same in all of them.
    pub fn check(&self, threads: NonZeroUsize) -> Result<SetFacts, Diagnostics> {
        let mut gathered = Gathered::default();
        let mut problems = Diagnostics::default();
        for first in (0..self.len()).step_by(PORTION * threads.get()) {
            for (index, read) in self.read_portion(first, threads) {
                match read {
                    Ok(read) => gathered.add(index, read),
                    Err(found) => problems.absorb(found),
                }
            }
        }
        if problems.is_empty() {
            gathered.problems(&|index| self.source(index)).into_iter().for_each(|problem| problems.push(problem));
        }
        if problems.is_empty() {
            return Ok(gathered.facts(&|index| self.source(index)));
        }
        if let From::Rows { file, .. } = &self.from {
            file.add_texts(&mut problems);
        }
        Err(problems.sorted().at_most_of_a_kind(SHOWN_OF_A_KIND))
    }

    /// So many scenarios for every thread, from `first` on, in their order.
    fn read_portion(&self, first: usize, threads: NonZeroUsize) -> Vec<(usize, Result<Read, Diagnostics>)> {
        let read = |index: usize| (index, self.read(index).map(|scenario| Read::of(&scenario)));
        let share = |first: usize| (first..self.len().min(first + PORTION)).map(read).collect::<Vec<_>>();
        std::thread::scope(|scope| {
            let starts = (0..threads.get()).map(|thread| first + thread * PORTION).filter(|start| *start < self.len());
            let running: Vec<_> = starts
                .map(|start| {
                    let share = &share;
                    scope.spawn(move || share(start))
                })
                .collect();
            let joined = running.into_iter().map(|thread| thread.join());
            joined.flat_map(|found| found.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
        })
    }
}
