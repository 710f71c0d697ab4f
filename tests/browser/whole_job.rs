//! The whole job (hela arbetet): a real protocol entered from nothing, adjusted, announced on four boards, published and read.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use time::macros::datetime;

use crate::{
    inspection::Inspection, minutes, place::Place, print, public, register, signing,
    visitor::Visitor,
};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn a_joint_board_s_protocol_goes_from_nothing_to_the_public(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let place = Place::open(datetime!(2020-09-08 12:31 UTC), at).await;
    let mut visitor = Visitor::arrive(&place, Some(Inspection::of("job"))).await;

    register::four_municipalities(&mut visitor, &place).await;
    register::joint_board(&mut visitor).await;
    register::accounts(&mut visitor, &place).await;
    minutes::planned(&mut visitor).await;
    minutes::written(&mut visitor).await;
    minutes::held(&mut visitor).await;
    signing::sent(&mut visitor).await;
    signing::signed(&mut visitor).await;
    signing::announced(&mut visitor).await;
    signing::published(&mut visitor).await;
    public::read(&mut visitor).await;
    public::read_without_scripts(&mut visitor).await;
    print::read(&mut visitor).await;

    visitor.leave().await;
    place.close().await;
}
