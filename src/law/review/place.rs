//! Where in the protocol a finding is, down to the very field that mends it (länk till rätt fält).

/// The part of the protocol; an item by its index among the facts' items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Meeting,
    Attendance,
    Item(usize),
}

/// The field to mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The place as a whole.
    Whole,
    Title,
    Decision,
    /// How a decision point is appealed, and the appeal texts.
    Appeal,
    Claims,
    Propositions,
    /// A vote by its number in the §, from 1.
    Vote(u32),
    Dissents,
    Attendance,
    Chair,
    Recipients,
    Documents,
    RegistryNumbers,
    /// A headed text by its index among the § sections.
    Section(usize),
    Number,
    Agenda,
    Summons,
    /// Start, end and adjournments.
    Times,
    /// Where the meeting was held.
    Location,
    Adjusting,
    /// The board's own settings in the register.
    Register,
}
