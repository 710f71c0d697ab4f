//! Accounts (konton): who is signed in, and what they may.

mod address;
mod address_change;
mod address_link;
mod choose_password;
mod closing;
mod code;
mod first;
mod grants;
mod invitation;
mod kept;
mod known_device;
mod limits;
mod link;
mod lost_password;
mod one_time_code;
mod operator_reset;
mod overview;
mod passkey;
mod password;
mod recovery_code;
mod reset;
mod reset_cancellation;
mod reset_overview;
mod second_factor;
mod security;
mod session;
mod sign_in;
mod signed_in;
mod step_up;
mod viewer;

use axum::{
    Router,
    routing::{get, post},
};

use crate::App;

pub(crate) use code::tell as tell_of_code;
pub use first::first_administrator;
pub(crate) use invitation::address as mail_address;
pub(crate) use kept::{keep_unsaved, unsaved};
pub use operator_reset::reset_by_operator;
pub use password::hash as hash_password;
pub(crate) use password::verify as verify_password;
pub(crate) use second_factor::spend as spend_code;
pub(crate) use session::lapse_all;
pub(crate) use step_up::{step_up_field, wrong_code};
pub(crate) use viewer::Viewer;

pub(crate) fn router() -> Router<App> {
    signing_in().merge(own()).merge(others())
}

/// The way in and out, and what a mailed link opens.
fn signing_in() -> Router<App> {
    Router::new()
        .route("/logga-in", get(sign_in::new).post(sign_in::create))
        .route("/logga-in/kod", get(code::new).post(code::create))
        .route("/logga-in/nyckel/borja", post(passkey::proof::begin_waiting))
        .route("/logga-in/nyckel", post(passkey::proof::create_waiting))
        .route("/logga-ut", post(sign_in::destroy))
        .route("/losenord", get(lost_password::new).post(lost_password::create))
        .route("/losenord/skickat", get(lost_password::sent))
        .route(
            "/losenord/{token}",
            get(choose_password::new_lost).post(choose_password::create_lost),
        )
        .route(
            "/inbjudan/{token}",
            get(choose_password::new_invited).post(choose_password::create_invited),
        )
        .route("/adress/{token}", get(address_link::new).post(address_link::create))
        .route("/adress/tillbaka/{token}", get(address_link::edit).post(address_link::update))
        .route(
            "/aterstallning/{token}",
            get(reset_cancellation::new_by_link).post(reset_cancellation::create_by_link),
        )
}

/// What one does with one's own account.
fn own() -> Router<App> {
    Router::new()
        .route("/arbete/adress", get(address::show).post(address::create))
        .route("/arbete/adress/avbryt", post(address::destroy))
        .route("/arbete/inloggningar", get(signed_in::index))
        .route("/arbete/inloggningar/avsluta-andra", post(signed_in::destroy_others))
        .route("/arbete/inloggningar/{id}/avsluta", post(signed_in::destroy))
        .route("/arbete/sakerhet", get(security::show).post(security::confirm))
        .route("/arbete/sakerhet/borja", post(security::begin))
        .route("/arbete/sakerhet/ny", get(security::new).post(security::create))
        .route("/arbete/sakerhet/aterstallningskoder", post(security::renew))
        .route("/arbete/sakerhet/av", post(security::destroy))
        .route("/arbete/sakerhet/nycklar/borja", post(passkey::enrolment::begin))
        .route("/arbete/sakerhet/nycklar", post(passkey::enrolment::create))
        .route("/arbete/sakerhet/nycklar/{id}/ta-bort", post(passkey::enrolment::destroy))
        .route("/arbete/sakerhet/bekrafta/borja", post(passkey::proof::begin))
        .route("/arbete/sakerhet/bekrafta", post(passkey::proof::create))
        .route("/arbete/sparat", get(kept::index))
        .route("/arbete/sparat/{id}/kasta", post(kept::destroy))
}

/// What an administrator does with others' accounts.
fn others() -> Router<App> {
    Router::new()
        .route("/arbete/konton", get(overview::index))
        .route("/arbete/konton/ny", get(invitation::new).post(invitation::create))
        .route("/arbete/konton/{id}", get(grants::show))
        .route("/arbete/konton/{id}/inbjudan", get(grants::show).post(invitation::again))
        .route("/arbete/konton/{id}/avsluta", get(closing::new).post(closing::create))
        .route("/arbete/konton/{id}/aterstall", get(reset::new).post(reset::create))
        .route("/arbete/aterstallningar", get(reset_overview::index))
        .route("/arbete/aterstallningar/{id}/avbryt", post(reset_cancellation::create))
        .route("/arbete/aterstallningar/{id}", get(reset::edit).post(reset::update))
        .route("/arbete/konton/{id}/oppna", post(closing::destroy))
        .route("/arbete/konton/{id}/roller", get(grants::show).post(grants::create))
        .route("/arbete/konton/{id}/roller/{roll}/avsluta", get(grants::edit).post(grants::destroy))
}
