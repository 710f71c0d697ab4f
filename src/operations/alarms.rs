//! Alarms (larm): what of the standing somebody must do something about, with what to do; a function of values.

use time::{Duration, OffsetDateTime};

use super::standing::{Job, Standing};
use crate::{database::checks::CLOCK_TOLERANCE, web::instant_text};

/// How old a verification may be.
const VERIFIED: Duration = Duration::hours(36);
/// How old the newest head that has left may be.
const SENT: Duration = Duration::hours(48);
/// How old the newest backup may be.
const BACKED_UP: Duration = Duration::days(3);
/// How late a job or a mail may be.
const LATE: Duration = Duration::hours(1);

/// Something that somebody must do something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Alarm {
    /// What it is known by: at most one mail a day.
    pub(super) kind: &'static str,
    pub(super) heading: &'static str,
    /// What it means and what to do.
    pub(super) advice: String,
}

impl Standing {
    /// The gravest first.
    pub(super) fn alarms(&self) -> Vec<Alarm> {
        [
            self.put_back(),
            self.faults(),
            self.not_verified(),
            self.head(),
            self.jobs_late(),
            self.mails_late(),
            self.backup_old(),
            self.rehearsal_failed(),
            self.clocks(),
            self.disk_scarce(),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn is_older(&self, at: Option<OffsetDateTime>, than: Duration) -> bool {
        at.is_none_or(|at| self.now - at > than)
    }

    fn faults(&self) -> Option<Alarm> {
        let newest = self.verifications.first().filter(|one| one.faults > 0)?;
        Some(Alarm {
            kind: "faults",
            heading: "Kontrollen hittade något som inte stämmer",
            advice: format!(
                "{}: {} fel. Ändra ingenting och återställ ingenting än. Spara en kopia av databasen som den är, \
                 och låt den som sköter driften läsa felen här nedanför.",
                instant_text(newest.ended_at),
                newest.faults,
            ),
        })
    }

    fn put_back(&self) -> Option<Alarm> {
        self.put_back.then(|| Alarm {
            kind: "put_back",
            heading: "Databasen är inte den som programmet senast såg",
            advice: "Den kan ha återställts utan att det är antecknat, eller ändrats av någon. Låt den som sköter driften stoppa programmet, \
                     spara en kopia av databasen som den är, och köra paragraf restored om den är återställd."
                .to_owned(),
        })
    }

    fn backup_old(&self) -> Option<Alarm> {
        let newest = self.backup.as_ref().map(|backup| backup.at);
        let is_new = self.age.is_none_or(|age| age <= BACKED_UP);
        let advice = "Låt den som sköter driften köra paragraf backup varje natt, och se efter varför det inte har gjorts.";
        (self.is_older(newest, BACKED_UP) && !is_new).then(|| Alarm {
            kind: "backup",
            heading: "Säkerhetskopian är gammal",
            advice: newest.map_or_else(
                || format!("Ingen har tagits. {advice}"),
                |at| format!("Den senaste togs {}. {advice}", instant_text(at)),
            ),
        })
    }

    fn rehearsal_failed(&self) -> Option<Alarm> {
        let failed = self.rehearsal.as_ref().filter(|one| one.faults > 0)?;
        Some(Alarm {
            kind: "rehearsal",
            heading: "Säkerhetskopian gick inte att lita på",
            advice: format!(
                "Övningen {} fann {} fel i {}. Ta en ny säkerhetskopia, och öva på den.",
                instant_text(failed.at),
                failed.faults,
                failed.name
            ),
        })
    }

    fn not_verified(&self) -> Option<Alarm> {
        let newest = self.verifications.first().map(|one| one.ended_at);
        self.is_older(newest, VERIFIED).then(|| Alarm {
            kind: "not_verified",
            heading: "Kontrollen har inte körts",
            advice: newest.map_or_else(
                || "Den har aldrig körts. Den ska gå varje natt; se under Schemalagt arbete varför den inte gör det.".to_owned(),
                |at| format!(
                    "Den kördes senast {}. Den ska gå varje natt; se under Schemalagt arbete varför den inte gör det.",
                    instant_text(at)
                ),
            ),
        })
    }

    fn head(&self) -> Option<Alarm> {
        if self.recipients == 0 {
            return Some(Alarm {
                kind: "head",
                heading: "Ingen får kontrollpunkten",
                advice: "Utan någon utanför som har den går det inte att upptäcka om hela kedjan görs om. \
                         Utse minst två mottagare."
                    .to_owned(),
            });
        }
        let named_lately = !self.is_older(self.first_named_at, SENT);
        (self.is_older(self.head_left_at, SENT) && !named_lately).then(|| Alarm {
            kind: "head",
            heading: "Kontrollpunkten har inte skickats",
            advice: self.head_left_at.map_or_else(
                || "Den har aldrig kommit iväg. Se om brevet har fastnat.".to_owned(),
                |at| format!("Den kom senast iväg {}. Se om brevet har fastnat.", instant_text(at)),
            ),
        })
    }

    fn jobs_late(&self) -> Option<Alarm> {
        let late = self.jobs.iter().filter(|job| job.is_stuck(self.now));
        let names: Vec<_> = late.map(Job::name).collect();
        (!names.is_empty()).then(|| Alarm {
            kind: "jobs",
            heading: "Schemalagt arbete har fastnat",
            advice: format!(
                "{}. Det försöks igen av sig självt; skälet står under Schemalagt arbete.",
                names.join(", ")
            ),
        })
    }

    fn mails_late(&self) -> Option<Alarm> {
        let late = self.oldest_unsent_at.is_some_and(|at| self.now - at > LATE);
        late.then(|| Alarm {
            kind: "mails",
            heading: "Brev har inte kommit iväg",
            advice: format!(
                "{}. Rätta adressen eller e-postserverns inställning, och skicka igen under Brev.",
                if self.unsent == 1 {
                    "Ett brev väntar".to_owned()
                } else {
                    format!("{} brev väntar", self.unsent)
                }
            ),
        })
    }

    fn clocks(&self) -> Option<Alarm> {
        (self.skew.abs() > CLOCK_TOLERANCE).then(|| Alarm {
            kind: "clock",
            heading: "Klockorna går olika",
            advice: format!(
                "Databasens klocka och programmets skiljer {} sekunder. Låt båda maskinerna ställa klockan med NTP. \
                 Fram till dess går det inte att lita på tiderna.",
                super::show::seconds(self.skew)
            ),
        })
    }

    fn disk_scarce(&self) -> Option<Alarm> {
        let disk = self.disk.filter(|disk| disk.is_scarce())?;
        Some(Alarm {
            kind: "disk",
            heading: "Disken håller på att bli full",
            advice: format!(
                "{} är lediga. Ge mer utrymme innan den är full; då går det inte att spara.",
                super::show::bytes(disk.free)
            ),
        })
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{
        super::standing::{Rehearsed, Taken, Verification},
        *,
    };
    use crate::health::Disk;

    const NOW: OffsetDateTime = datetime!(2026-11-24 09:00 UTC);

    fn well() -> Standing {
        let verification = Verification {
            begun_at: NOW - Duration::hours(7),
            ended_at: NOW - Duration::hours(7),
            faults: 0,
            found: vec![],
        };
        let job = Job {
            kind: "verify".to_owned(),
            due_at: NOW - Duration::hours(7),
            attempts: 1,
            done_at: Some(NOW - Duration::hours(7)),
            failed: None,
        };
        Standing {
            now: NOW,
            verifications: vec![verification],
            recipients: 2,
            first_named_at: Some(NOW - Duration::days(30)),
            head_left_at: Some(NOW - Duration::hours(4)),
            jobs: vec![job],
            unsent: 0,
            oldest_unsent_at: None,
            skew: Duration::ZERO,
            disk: Some(Disk { free: 50 << 30, whole: 100 << 30 }),
            put_back: false,
            backup: Some(taken(20)),
            rehearsal: Some(rehearsed(0)),
            age: Some(Duration::days(30)),
        }
    }

    fn taken(hours: i64) -> Taken {
        Taken { name: "paragraf-1".to_owned(), at: NOW - Duration::hours(hours), n: 9 }
    }

    fn rehearsed(faults: i32) -> Rehearsed {
        Rehearsed { name: "paragraf-1".to_owned(), at: NOW - Duration::hours(30), faults }
    }

    fn kinds(standing: &Standing) -> Vec<&'static str> {
        standing.alarms().iter().map(|alarm| alarm.kind).collect()
    }

    #[test]
    fn what_stands_well_raises_no_alarm() {
        assert_eq!(well().alarms(), []);
    }

    #[test]
    fn each_thing_that_is_stuck_is_an_alarm_of_its_own() {
        let long_ago = |hours| Some(NOW - Duration::hours(hours));
        let mut faulty = well();
        faulty.verifications[0].faults = 3;
        let mut old = well();
        old.verifications[0].ended_at = NOW - VERIFIED - Duration::SECOND;
        let mut failed = well();
        failed.jobs[0].done_at = None;
        failed.jobs[0].failed = Some("full".to_owned());
        let mut late = well();
        late.jobs[0].done_at = None;
        for (standing, kind) in [
            (faulty, "faults"),
            (old, "not_verified"),
            (Standing { verifications: vec![], ..well() }, "not_verified"),
            (Standing { recipients: 0, ..well() }, "head"),
            (Standing { head_left_at: long_ago(49), ..well() }, "head"),
            (Standing { head_left_at: None, ..well() }, "head"),
            (failed, "jobs"),
            (late, "jobs"),
            (Standing { unsent: 1, oldest_unsent_at: long_ago(2), ..well() }, "mails"),
            (Standing { put_back: true, ..well() }, "put_back"),
            (Standing { backup: Some(taken(73)), ..well() }, "backup"),
            (Standing { backup: None, ..well() }, "backup"),
            (Standing { rehearsal: Some(rehearsed(2)), ..well() }, "rehearsal"),
            (Standing { skew: Duration::milliseconds(-2001), ..well() }, "clock"),
            (Standing { disk: Some(Disk { free: 1 << 30, whole: 100 << 30 }), ..well() }, "disk"),
        ] {
            assert_eq!(kinds(&standing), [kind]);
        }
    }

    #[test]
    fn what_is_only_just_in_time_is_no_alarm() {
        let mut standing = well();
        standing.verifications[0].ended_at = NOW - VERIFIED;
        standing.head_left_at = Some(NOW - SENT);
        standing.oldest_unsent_at = Some(NOW - LATE);
        standing.skew = CLOCK_TOLERANCE;
        standing.backup = Some(taken(72));
        assert_eq!(kinds(&standing), [""; 0]);
        let named = Some(NOW - Duration::HOUR);
        let new = Standing { head_left_at: None, first_named_at: named, ..well() };
        let fresh = Standing { backup: None, age: Some(Duration::HOUR), ..well() };
        assert_eq!(kinds(&fresh), [""; 0], "what has just begun has little to lose");
        assert_eq!(kinds(&new), [""; 0], "those who have just been named get it within a day");
    }

    #[test]
    fn the_difference_of_the_clocks_is_written_as_in_swedish() {
        let alarms = Standing { skew: Duration::milliseconds(2500), ..well() }.alarms();
        assert!(alarms[0].advice.contains("skiljer 2,5 sekunder. Låt"), "{}", alarms[0].advice);
        assert!(alarms[0].advice.ends_with("tiderna."), "{}", alarms[0].advice);
    }
}
