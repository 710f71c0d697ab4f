//! Who served and attended which items of the whole meeting, as sets for printing (närvarolistan).

use std::collections::{BTreeMap, BTreeSet};

use super::{Course, Extent};

/// Consecutive items; `first` and `last` may have been attended in part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    pub first: (usize, Extent),
    pub last: (usize, Extent),
}

/// What to print after a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Everything but what is in `disqualified`: no items are printed.
    pub whole: bool,
    pub runs: Vec<Run>,
    /// Holes that are disqualification only: "ej § 46 på grund av jäv".
    pub disqualified: Vec<usize>,
}

/// The items in which somebody did something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendance {
    pub items: BTreeMap<usize, Extent>,
    /// In which they were disqualified and would else have done it.
    pub disqualified: BTreeSet<usize>,
}

/// The meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sums<P, S> {
    /// Per person and seat; without a seat, present and not serving, officials and guests included.
    pub attendance: BTreeMap<(P, Option<S>), Attendance>,
    pub remote: BTreeMap<P, Attendance>,
    pub chairs: BTreeMap<P, BTreeSet<usize>>,
    pub disqualified: BTreeMap<P, BTreeSet<usize>>,
    /// The items that were summed up, in order.
    pub counted: Vec<usize>,
}

impl<P: Copy + Ord, S: Copy + Ord> Course<P, S> {
    /// Sums up these items, given in order; one that was withdrawn is left out.
    pub fn sums(&self, counted: &[usize]) -> Sums<P, S> {
        let mut sums = Sums {
            attendance: BTreeMap::new(),
            remote: BTreeMap::new(),
            chairs: BTreeMap::new(),
            disqualified: BTreeMap::new(),
            counted: counted.to_vec(),
        };
        for &item in counted {
            self.add(item, &mut sums);
        }
        sums.attendance.retain(|_, one| !one.items.is_empty());
        sums.remote.retain(|_, one| !one.items.is_empty());
        sums
    }

    fn add(&self, item: usize, sums: &mut Sums<P, S>) {
        let view = self.item(item);
        let attended = view.attended.iter().map(|(person, extent)| ((*person, None), *extent));
        let served = view.served.iter().map(|one| ((one.person, Some(one.seat)), one.extent));
        for (key, extent) in attended.chain(served) {
            sums.attendance.entry(key).or_default().items.insert(item, extent);
        }
        for (&person, &extent) in &view.remote {
            sums.remote.entry(person).or_default().items.insert(item, extent);
        }
        for &person in &view.chairs {
            sums.chairs.entry(person).or_default().insert(item);
        }
        for &person in &view.disqualified {
            sums.disqualified.entry(person).or_default().insert(item);
            if self.at_end(item).has_come(person) {
                let key = (person, self.seat_without_disqualification(item, person));
                sums.attendance.entry(key).or_default().disqualified.insert(item);
                if self.at_end(item).is_remote(person) {
                    sums.remote.entry(person).or_default().disqualified.insert(item);
                }
            }
        }
    }

    fn seat_without_disqualification(&self, item: usize, person: P) -> Option<S> {
        let loans = self.at_end(item).loans();
        loans.iter().find(|(_, loan)| loan.lender == person).map(|(seat, _)| *seat)
    }
}

impl Attendance {
    /// Among these items, given in order. A hole that is disqualification only parts no run.
    pub fn reach(&self, counted: &[usize]) -> Reach {
        let hole =
            |item: &usize| self.disqualified.contains(item) && !self.items.contains_key(item);
        let mut runs = Vec::new();
        let mut block: Vec<(usize, Extent)> = Vec::new();
        let mut whole = true;
        for &item in counted.iter().filter(|item| !hole(item)) {
            let extent = self.items.get(&item).copied();
            whole &= extent == Some(Extent::Whole);
            match extent {
                Some(extent) => block.push((item, extent)),
                None => close(&mut block, &mut runs),
            }
        }
        close(&mut block, &mut runs);
        whole &= !runs.is_empty();
        let within = |item: &usize| runs.iter().any(|r| r.first.0 < *item && *item < r.last.0);
        let mut disqualified: Vec<_> = counted.iter().copied().filter(hole).collect();
        disqualified.retain(|item| whole || within(item));
        Reach { whole, runs, disqualified }
    }
}

/// One run, parted where an item in the middle was attended in part.
fn close(block: &mut Vec<(usize, Extent)>, runs: &mut Vec<Run>) {
    let last = block.len().saturating_sub(1);
    let mut open: Option<Run> = None;
    for (at, one) in std::mem::take(block).into_iter().enumerate() {
        let alone = one.1 == Extent::Part && at != 0 && at != last;
        match &mut open {
            Some(run) if !alone => run.last = one,
            Some(_) | None => {
                runs.extend(open.take());
                if alone {
                    runs.push(Run { first: one, last: one });
                } else {
                    open = Some(Run { first: one, last: one });
                }
            }
        }
    }
    runs.extend(open);
}
