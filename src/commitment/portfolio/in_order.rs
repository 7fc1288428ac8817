//! What stays on demand when plans apply in AWS's order, in floats (rule C2 without rounding to parts).

use super::cut::{BLOCK, Hours};
use super::lanes::sum;
use super::model::{Model, Segment};

/// On-demand dollars that stay over all hours.
pub(super) fn remainder(model: &Model, commitments: &[f64]) -> f64 {
    let mut left = vec![[0.0; BLOCK]; model.items.len()];
    let mut rest = vec![[0.0; BLOCK]; model.pools.len()];
    let mut stays = 0.0;
    for segment in &model.segments {
        let budgets = model.budgets(segment, commitments);
        let mut start = segment.hours.start;
        while start < segment.hours.end {
            let length = BLOCK.min(segment.hours.end - start);
            rest.iter_mut().zip(&budgets).for_each(|(rest, budget)| *rest = [*budget; BLOCK]);
            fill(model, start, length, &mut left);
            draw_down(model, &budgets, &mut left, &mut rest);
            let dollars = |(item, left): (&super::model::Item, &Hours)| item.worth * sum(&left[..length]);
            stays += model.items.iter().zip(&left).map(dollars).sum::<f64>();
            start += length;
        }
    }
    stays
}

fn fill(model: &Model, start: usize, length: usize, left: &mut [Hours]) {
    for (left, item) in left.iter_mut().zip(&model.items) {
        left[..length].copy_from_slice(&item.hourly[start..start + length]);
        left[length..].fill(0.0);
    }
}

fn draw_down(model: &Model, budgets: &[f64], left: &mut [Hours], rest: &mut [Hours]) {
    for &(pool, item) in model.pairs.iter().filter(|(pool, _)| budgets[*pool] > 0.0) {
        let share = model.pools[pool].shares[item].unwrap_or(0.0);
        if share <= 0.0 {
            left[item] = [0.0; BLOCK];
            continue;
        }
        let per_dollar = 1.0 / share;
        for (left, rest) in left[item].iter_mut().zip(&mut rest[pool]) {
            let spent = (*left * share).min(*rest);
            *rest -= spent;
            *left = (*left - spent * per_dollar).max(0.0);
        }
    }
}

/// Commitments of a pool at which one of its items is just covered, in the hours of a segment: where its cost bends.
pub(super) fn bends(model: &Model, segment: &Segment, commitments: &[f64], choice: usize) -> Vec<f64> {
    let pool = model.choices[choice].pool;
    let mut budgets = model.budgets(segment, commitments);
    let others = budgets[pool] - commitments[choice];
    budgets[pool] = 0.0;
    let mut bends = Vec::new();
    for hour in segment.hours.clone() {
        let mut left: Vec<f64> = model.items.iter().map(|item| item.hourly[hour]).collect();
        let mut rest = budgets.clone();
        let mut running = 0.0;
        for &(by, item) in &model.pairs {
            let share = model.pools[by].shares[item].unwrap_or(0.0);
            if by == pool {
                running += left[item] * share;
                bends.push(running - others);
                left[item] = 0.0;
            } else if share > 0.0 {
                let spent = (left[item] * share).min(rest[by]);
                rest[by] -= spent;
                left[item] -= spent / share;
            }
        }
    }
    bends
}
