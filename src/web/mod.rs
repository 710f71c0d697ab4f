//! What every page needs from HTTP; knows no domain.

mod again;
mod assets;
mod clock;
mod extract;
mod fields;
mod layers;
mod listing;

pub(crate) use again::{Fields, is_secret, is_sent_form, offer_again, texts};
pub(crate) use assets::{asset_path, router};
pub use clock::{Clock, Now, machine_time};
pub(crate) use clock::{clock_text, instant, instant_text, local};
pub(crate) use extract::{Form, Path, Query};
pub(crate) use fields::{FieldErrors, unprintable};
pub(crate) use layers::wrap;
pub(crate) use listing::Listing;
