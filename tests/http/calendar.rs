//! The calendar in the database says what the calendar in `law` says.

use paragraf::law::{self, AppealTime};
use sqlx::{
    PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use time::{Date, Duration, macros::date};

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn dat_05_the_days_off_are_the_same_from_1990_to_2100(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let owner = PgPool::connect_with(at).await.unwrap();
    let stored = sqlx::query!("select day, name from days_off order by day")
        .fetch_all(&owner)
        .await
        .unwrap();
    let stored: Vec<(Date, String)> = stored.into_iter().map(|row| (row.day, row.name)).collect();
    let ruled: Vec<(Date, String)> =
        (1990..=2100).flat_map(law::days_off).map(|(day, name)| (day, name.to_owned())).collect();

    assert!(ruled.len() > 111 * 14, "{}", ruled.len());
    for (stored, ruled) in stored.iter().zip(&ruled) {
        assert_eq!(stored, ruled);
    }
    assert_eq!(stored.len(), ruled.len());
    owner.close().await;
}

#[sqlx::test(migrator = "paragraf::MIGRATOR")]
async fn app_01_the_last_appeal_day_is_the_same_for_every_day_of_the_calendar(
    _: PgPoolOptions,
    at: PgConnectOptions,
) {
    let owner = PgPool::connect_with(at).await.unwrap();
    let last = date!(2100 - 12 - 01);
    let rows = sqlx::query!(
        r#"select day::date as "day!", is_day_off(day::date) as "off!", last_appeal_day(day::date) as "last!"
            from generate_series(date '1990-01-01', $1::date, '1 day') as day order by 1"#,
        last,
    )
    .fetch_all(&owner)
    .await
    .unwrap();

    assert_eq!(
        rows.len(),
        usize::try_from((last - date!(1990 - 01 - 01)).whole_days() + 1).unwrap()
    );
    for row in rows {
        assert_eq!(row.off, law::day_off(row.day).is_some(), "{}", row.day);
        let computed = AppealTime::of(&[Some(row.day)]).last_appeal_day();
        // DAT-06: Rust names no day for announcements before 2018, and the database still refuses an early removal.
        let plain = law::working_day_from(row.day + Duration::days(21));
        assert_eq!(computed.unwrap_or(plain), row.last, "announced on {}", row.day);
        assert_eq!(computed.is_some(), row.day.year() >= 2018, "{}", row.day);
    }
    owner.close().await;
}
